import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { AddOnServer } from '../../../shared/domain/add-on-server.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useAnswer } from '../../store/use-answer.ts'
import { redisHostWords } from '../../text/redis-words.ts'

/** Which server it really is, what it lacks, and what it says of itself. */
export function RedisFactsPanel({ addOn, server }: { readonly addOn: AddOn; readonly server: AddOnServer | null }) {
  const moment = `${addOn.plan}/${server?.isUp ?? ''}/${server?.since ?? 0}/${server?.redis?.standby ?? ''}`
  const { value, error, isPending, again } = useAnswer('redis:info', { addOn: addOn.name }, 0, moment)
  return (
    <section className="panel" aria-labelledby="redis-facts">
      <div className="panel-head">
        <h2 id="redis-facts">{value?.version ?? server?.version ?? 'Server'}</h2>
        {server !== null && <StateMark kind={server.isUp ? 'up' : 'crashed'} word={server.isUp ? 'up' : 'down'} />}
        {server !== null && <span className="faint small">since <Moment at={server.since} /></span>}
        <div className="actions"><Button isSmall look="quiet" isPending={isPending} onClick={again}>Ask again</Button></div>
      </div>
      <div className="panel-body stack-12">
        {server?.message != null && <p className={server.isUp ? 'soft' : 'problem'}>{server.message}</p>}
        <ErrorNote error={error} />
        {value === null && error === null && <p className="faint">Asking the server.</p>}
        {value !== null && (
          <>
            <dl className="facts service-facts">
              <dt>Server</dt><dd>{redisHostWords(value.kind)}</dd>
              <dt>Plan</dt><dd>{byteSize(value.plan.memoryBytes)} of memory, {value.plan.connections} connections, {value.plan.persists ? 'kept on disk' : 'gone with the server'}</dd>
              <dt>Standby</dt><dd>{standbyWords(value.plan.hasStandby, server?.redis?.standby ?? 'none')}</dd>
              {value.lacks.length > 0 && <><dt>Lacks</dt><dd>{value.lacks.join('; ')}</dd></>}
            </dl>
            <div className="redis-info">
              {Object.entries(value.info).map(([section, entries]) => (
                <details key={section}>
                  <summary>{section}</summary>
                  <dl className="redis-info-rows">{Object.entries(entries).map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
                </details>
              ))}
            </div>
          </>
        )}
      </div>
    </section>
  )
}

function standbyWords(planHas: boolean, standby: 'none' | 'up' | 'down'): string {
  if (standby === 'up') return 'up: it takes over when the primary is gone'
  if (standby === 'down') return 'down: it is being brought back'
  return planHas ? 'none: this kind of server can not have one' : 'none: the plan has none'
}
