import type { App } from '../../../shared/domain/app.ts'
import { openAddress } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy.tsx'
import { MarkShape } from '../../components/state-mark.tsx'
import type { FirstStep } from '../../guide/first-steps.ts'
import { useMirror } from '../../store/mirror.ts'
import { showApp, showPage } from '../../store/ui.ts'

type TeachStepProps = { readonly step: FirstStep; readonly app: App | null; readonly isDone: boolean; readonly isNext: boolean }

/** The next one stands open; any other can be opened, in any order. */
export function TeachStep({ step, app, isDone, isNext }: TeachStepProps) {
  return (
    <li data-testid={`step-${step.id}`} data-done={isDone}>
      <details className="teach-step" open={isNext}>
        <summary>
          <MarkShape kind={isDone ? 'up' : 'down'} size={12} />
          <span>{step.title}</span>
          <span className="visually-hidden">{isDone ? ', done' : ', not done yet'}</span>
        </summary>
        <div className="teach-body">
          <p className="soft">{step.why}</p>
          <p>{step.how}</p>
          {step.command !== null && <CopyLine text={step.command} label="the command" />}
          <GoThere step={step} app={app} />
          <details className="teach-hint">
            <summary>Hint</summary>
            <p className="soft small">{step.hint}</p>
          </details>
        </div>
      </details>
    </li>
  )
}

function GoThere({ step, app }: { readonly step: FirstStep; readonly app: App | null }) {
  const port = useMirror((mirror) => mirror.info?.routerPort ?? null)
  const { place } = step
  const isPossible = place.kind === 'page' || (app !== null && (place.kind === 'view' || port !== null))
  const go = (): void => {
    if (place.kind === 'page') return showPage(place.page)
    if (app === null) return
    if (place.kind === 'view') showApp(app.id, place.view)
    else openAddress(`http://${app.name}.localhost:${port}/`)
  }
  return (
    <div className="teach-go">
      <Button isSmall disabled={!isPossible} onClick={go}>{step.button}</Button>
      {!isPossible && <span className="faint small">First create an app.</span>}
    </div>
  )
}
