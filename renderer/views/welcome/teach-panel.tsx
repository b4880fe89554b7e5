import { Button } from '../../components/button.tsx'
import { firstSteps } from '../../guide/first-steps.ts'
import { foldTeach, openTeach, restartSteps, useGuide } from '../../store/guide.ts'
import { TeachStep } from './teach-step.tsx'
import { useFirstSteps } from './use-first-steps.ts'

/** First steps: a list that ticks itself. It stands beside the views and can be folded to a tab. */
export function TeachPanel() {
  const isOpen = useGuide((guide) => guide.isTeachOpen)
  return isOpen ? <OpenPanel /> : null
}

function OpenPanel() {
  const isFolded = useGuide((guide) => guide.isTeachFolded)
  const { done, next, app } = useFirstSteps()
  const count = firstSteps.filter((step) => done.includes(step.id)).length
  if (isFolded) {
    return (
      <aside className="teach teach-folded" aria-label="First steps">
        <button type="button" aria-expanded="false" onClick={() => foldTeach(false)}>First steps <span className="mono">{count} of {firstSteps.length}</span></button>
      </aside>
    )
  }
  return (
    <aside className="teach" aria-label="First steps">
      <div className="teach-head">
        <h2>First steps</h2>
        <span className="mono small faint">{count} of {firstSteps.length}</span>
        <Button look="quiet" isSmall aria-expanded="true" onClick={() => foldTeach(true)}>Fold</Button>
        <Button look="quiet" icon="close" aria-label="Leave the first steps" onClick={() => openTeach(false)} />
      </div>
      {next === null && (
        <div className="teach-done stack-8" role="status">
          <p>All of it is done. You know the life of an app now.</p>
          <div><Button isSmall onClick={() => restartSteps(Date.now())}>Begin again</Button></div>
        </div>
      )}
      <ol>
        {firstSteps.map((step) => <TeachStep key={step.id} step={step} app={app} isDone={done.includes(step.id)} isNext={step.id === next?.id} />)}
      </ol>
    </aside>
  )
}
