import { Component, type ReactNode } from 'react'
import { ErrorNote } from './error-note.tsx'

type TroubleState = { readonly error: Error | null }

/** A bug in one view leaves the rest of the window standing. React offers this only to classes. */
export class Trouble extends Component<{ readonly children: ReactNode }, TroubleState> {
  override state: TroubleState = { error: null }

  static getDerivedStateFromError(error: unknown): TroubleState {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <div className="view">
        <ErrorNote error={{ message: `This view can not be shown: ${error.message}`, help: 'Choose another view, or reload the window. Nothing in the engine is lost.' }} />
      </div>
    )
  }
}
