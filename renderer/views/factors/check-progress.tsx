import type { FactorCheck } from '../../../shared/domain/factor-check.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useApps } from '../../store/selectors.ts'
import { showApp } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'
import { useNow } from '../../store/use-now.ts'

/** A check under way: what it is doing, how far it is, and its copies on the map while they are there. */
export function CheckProgress({ check }: { readonly check: FactorCheck }) {
  const now = useNow(1000)
  const stop = useCommand('factors:stop')
  const copies = useApps().filter(({ name }) => check.copies.includes(name))
  return (
    <section className="panel factors-progress" aria-label="The check under way" data-testid="factors-progress">
      <p role="status"><StateMark kind="starting" word={`The check ${check.doing}`} /></p>
      <progress max={check.of} value={Math.min(check.done, check.of)} aria-label={`Step ${check.done} of about ${check.of}`} />
      <div className="factors-actions">
        <span className="soft small">{duration(Math.max(0, now - check.startedAt))}</span>
        {copies.map(({ id, name }) => <Button key={id} isSmall look="quiet" icon="map" onClick={() => showApp(id, 'map')}>Watch {name}</Button>)}
        <Button isSmall look="danger" icon="stop" isPending={stop.isPending} onClick={() => void stop.run({ checkId: check.id })}>Stop</Button>
      </div>
      <ErrorNote error={stop.error} />
    </section>
  )
}
