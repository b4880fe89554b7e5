import { useMemo } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { PostgresDatabase, PostgresServer } from '../../../shared/domain/postgres.ts'
import type { LagMoment } from '../../../shared/protocol/postgres.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useAnswer } from '../../store/use-answer.ts'
import { useLag } from '../../store/use-database.ts'
import { thousands } from '../../text/thousands.ts'
import { LiveChart, type LiveLine } from '../services/live-chart.tsx'

type ServersPanelProps = { readonly addOn: AddOn; readonly database: PostgresDatabase }
const lagSeconds = 120
const roleWords: Readonly<Record<PostgresServer['role'], string>> = { primary: 'takes writes', standby: 'takes over when the primary is lost', follower: 'of another database, read-only' }

/** Who there is, how far behind, and how full. */
export function ServersPanel({ addOn, database }: ServersPanelProps) {
  const moments = useLag(addOn.name)
  const moment = `${addOn.plan}/${database.timeline}/${database.servers.map(({ id }) => id).join()}`
  const { value, error, isPending, again } = useAnswer('pg:info', { addOn: addOn.name }, 0, moment)
  const last = moments.at(-1)
  return (
    <>
      <section className="panel" aria-labelledby="pg-servers">
        <div className="panel-head"><h2 id="pg-servers">Servers</h2><span className="faint small">{hostWords[database.kind]}, PostgreSQL {database.version}, timeline {database.timeline}</span></div>
        <ul className="pg-servers">{database.servers.map((server) => <ServerRow key={server.id} server={server} isFailing={database.failover?.serverId === server.id} last={last} />)}</ul>
        {database.isHa && database.servers.length < 2 && <p className="panel-body soft small">The standby is being built: until it follows, nothing takes over.</p>}
      </section>
      <LagCharts moments={moments} />
      <section className="panel" aria-labelledby="pg-info">
        <div className="panel-head"><h2 id="pg-info">How it is</h2><div className="actions"><Button isSmall look="quiet" isPending={isPending} onClick={again}>Ask again</Button></div></div>
        <div className="panel-body stack-12">
          <ErrorNote error={error} />
          {value === null && error === null && <p className="faint">Asking the database.</p>}
          {value !== null && (
            <>
              <div className="pg-meters">
                <Meter title="Storage" used={value.dataBytes} limit={value.storageLimitBytes} words={byteSize} />
                <Meter title="Connections" used={value.connections} limit={value.connectionLimit} words={thousands} />
                <div><h3>Tables</h3><p className="mono">{value.tables === null ? 'not known' : thousands(value.tables)}</p></div>
                <div><h3>Log of changes</h3><p className="mono">{value.walBytes === null ? 'not known' : byteSize(value.walBytes)}</p></div>
              </div>
              <dl className="facts service-facts">
                <dt>Status</dt><dd>{value.status}</dd>
                <dt>About</dt><dd>{value.about}</dd>
                {value.ha !== null && <><dt>HA</dt><dd>{value.ha}</dd></>}
                {value.notes.map((note) => <FactNote key={note} note={note} />)}
              </dl>
            </>
          )}
        </div>
      </section>
    </>
  )
}

const hostWords: Readonly<Record<PostgresDatabase['kind'], string>> = { embedded: 'real, from the npm package', local: 'real, the PostgreSQL of this machine', docker: 'real, in containers', simulated: 'imitated in memory: SQL works, ordinary clients do not reach it' }

const FactNote = ({ note }: { readonly note: string }) => <><dt>Note</dt><dd>{note}</dd></>

function ServerRow({ server, isFailing, last }: { readonly server: PostgresServer; readonly isFailing: boolean; readonly last: LagMoment | undefined }) {
  const lag = last?.lag.find(({ serverId }) => serverId === server.id)
  return (
    <li>
      <code>{server.id}</code>
      <StateMark kind={isFailing ? 'crashed' : 'up'} word={isFailing ? 'does not answer' : server.role} />
      <span className="soft small">{roleWords[server.role]}</span>
      <span className="small number">{lag === undefined ? '' : <>{lag.isStreaming ? 'streaming' : 'not streaming'}{lag.isSync && ', commits wait for it'}, {lag.bytes === null ? 'lag not known' : `${byteSize(lag.bytes)} behind`}{lag.commits === null ? '' : `, ${thousands(lag.commits)} commits`}</>}</span>
      <span className="faint small number">{server.ports === null ? '' : `port ${server.ports.app}`}</span>
    </li>
  )
}

function Meter({ title, used, limit, words }: { readonly title: string; readonly used: number | null; readonly limit: number | null; words(value: number): string }) {
  const share = used === null || limit === null || limit === 0 ? null : Math.min(1, used / limit)
  return (
    <div>
      <h3>{title}</h3>
      <p className="mono">{used === null ? 'not known' : words(used)} <span className="faint">{limit === null ? 'no limit told' : `of ${words(limit)}`}</span></p>
      {share !== null && <span className="pg-meter" aria-hidden="true"><i data-full={share > 0.9 || undefined} style={{ width: `${Math.max(share * 100, 1)}%` }} /></span>}
    </div>
  )
}

function LagCharts({ moments }: { readonly moments: readonly LagMoment[] }) {
  const names = JSON.stringify([...new Set(moments.flatMap(({ lag }) => lag.map(({ serverId }) => serverId)))])
  const { bytes, seconds } = useMemo(() => {
    const ids = JSON.parse(names) as string[]
    const line = (read: (lag: LagMoment['lag'][number]) => number | null) => ids.map((id, at): LiveLine<LagMoment> => ({ label: id, tone: `place-${at % 8}`, value: (moment) => { const lag = moment.lag.find(({ serverId }) => serverId === id); return lag === undefined ? null : read(lag) } }))
    return { bytes: line((lag) => lag.bytes), seconds: line((lag) => (lag.seconds === null ? null : lag.seconds * 1000)) }
  }, [names])
  if (bytes.length === 0) return null
  return (
    <section className="panel" aria-label="Replication lag">
      <div className="panel-body live-charts live-charts-two">
        <LiveChart id="pg-lag-bytes" title="Replication lag in bytes of the log" unit="bytes" samples={moments} lines={bytes} seconds={lagSeconds} least={1024} />
        <LiveChart id="pg-lag-seconds" title="Replication lag in time" unit="ms" samples={moments} lines={seconds} seconds={lagSeconds} least={1000} />
      </div>
    </section>
  )
}
