import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy.tsx'
import { ErrorNote } from './error-note.tsx'

type TroubleState = { readonly error: Error | null; readonly where: string }

/** A bug in one view leaves the rest of the window standing. React offers this only to classes. */
export class Trouble extends Component<{ readonly children: ReactNode }, TroubleState> {
  override state: TroubleState = { error: null, where: '' }

  static getDerivedStateFromError(error: unknown): Partial<TroubleState> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(_: unknown, info: ErrorInfo): void {
    this.setState({ where: info.componentStack ?? '' })
  }

  override render(): ReactNode {
    const { error, where } = this.state
    if (error === null) return this.props.children
    return (
      <div className="view">
        <div className="view-head"><h1>This view can not be shown</h1></div>
        <div className="stack-12 trouble">
          <ErrorNote error={{ message: `It met a mistake of its own: ${error.message}`, help: 'Nothing in the engine is lost, and every other view still works.' }} />
          <div className="actions">
            <Button look="primary" onClick={() => this.setState({ error: null, where: '' })}>Try this view again</Button>
            <Button icon="restart" onClick={() => window.location.reload()}>Load the window anew</Button>
          </div>
          <details>
            <summary>For whoever helps <CopyButton text={report(error, where)} label="for whoever helps" /></summary>
            <pre className="trouble-report">{report(error, where)}</pre>
          </details>
        </div>
      </div>
    )
  }
}

/** No data of any app: only where in the window it went wrong. */
function report(error: Error, where: string): string {
  return [`${error.name}: ${error.message}`, error.stack?.split('\n').slice(1, 8).join('\n') ?? '', where.trim().split('\n').slice(0, 8).join('\n'), navigator.userAgent].filter(Boolean).join('\n')
}
