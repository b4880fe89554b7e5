import { useMemo, useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { detectionRangeMs, standbyOf, type LedgerCounts, type PostgresDatabase } from '../../../shared/domain/postgres.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { failoverSteps } from '../../scene/failover-steps.ts'
import { useDynos, useReleases } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'
import { useLedger } from '../../store/use-database.ts'
import { FailoverLine } from './failover-line.tsx'
import { LedgerPanel } from './ledger-panel.tsx'

type TheatreProps = { readonly addOn: AddOn; readonly database: PostgresDatabase }
const faults = [
  { kind: 'addon-kill', verb: 'Kill', act: 'Kill the primary', about: 'Its machine is lost: every process ends at once.' },
  { kind: 'addon-freeze', verb: 'Freeze', act: 'Freeze the primary', about: 'It hangs: connections stay open, nobody answers.' },
  { kind: 'addon-partition', verb: 'Cut off', act: 'Cut off the primary', about: 'It runs on, and nothing passes to or from it.' },
  { kind: 'addon-disk-full', verb: 'Fill the disk', act: 'Fill its disk', about: 'No space is left: it refuses writes, and reads go on. Nobody takes over.' },
  { kind: 'addon-slow-disk', verb: 'Slow the disk', act: 'Slow its disk', about: 'Each commit takes 50 ms longer. Nobody takes over.' },
] as const
/** Of a freeze or a cut; the failover is long over by then. */
const faultSeconds = 60

/** What happens when the primary is lost: the steps with their times, and what it did to writes. */
export function FailoverTheatre({ addOn, database }: TheatreProps) {
  const ledger = useLedger(addOn.name)
  return (
    <>
      <Controls addOn={addOn} database={database} />
      <Timeline addOn={addOn} database={database} ledger={ledger} />
      <LedgerPanel addOn={addOn} counts={ledger.at(-1) ?? null} />
    </>
  )
}

function Controls({ addOn, database }: TheatreProps) {
  const settings = useCommand('pg:settings')
  const start = useCommand('faults:start')
  const [kind, setKind] = useState<(typeof faults)[number]['kind']>('addon-kill')
  const [detection, setDetection] = useState(database.detectionMs)
  const hasStandby = standbyOf(database) !== null
  const fault = faults.find((one) => one.kind === kind) ?? faults[0]
  const order = { kind, target: { kind: 'addon' as const, addOn: addOn.name, server: 'primary' }, ...(kind === 'addon-kill' ? {} : { seconds: faultSeconds }) }
  const isDetection = Number.isInteger(detection) && detection >= detectionRangeMs[0] && detection <= detectionRangeMs[1]
  const isUnderWay = database.failover !== null
  return (
    <section className="panel" aria-labelledby="pg-break">
      <div className="panel-head"><h2 id="pg-break">Break the primary</h2><span className="faint small">{hasStandby ? 'a standby is ready to take over' : database.isHa ? 'the standby is being built' : 'this plan has no standby: the server is started again and recovers'}</span></div>
      <div className="panel-body stack-12">
        <div className="pg-break">
          <div className="segments" role="group" aria-label="How it breaks">{faults.map((one) => <button key={one.kind} type="button" aria-pressed={one.kind === kind} onClick={() => setKind(one.kind)}>{one.verb}</button>)}</div>
          <p className="soft small">{fault.about}{kind !== 'addon-kill' && ` Ends after ${faultSeconds} s.`}</p>
          <Button look="danger" disabled={isUnderWay || database.kind === 'simulated'} isPending={start.isPending} onClick={() => void start.run(order)}>{fault.act}</Button>
        </div>
        <ErrorNote error={start.error} />
        <CommandText text={equalCommand('faults:start', order)} />
        <div className="pg-break">
          <div className="segments" role="group" aria-label="Replication">
            {(['async', 'sync'] as const).map((mode) => <button key={mode} type="button" aria-pressed={database.replication === mode} disabled={settings.isPending || (mode === 'sync' && !database.isHa)} onClick={() => void settings.run({ addOn: addOn.name, replication: mode })}>{mode}</button>)}
          </div>
          <p className="soft small">{database.replication === 'sync' ? 'sync: a commit is answered when the standby has it as well. Slower, and what was acknowledged is not lost.' : 'async: a commit is answered at once. What the standby had not got yet is lost with the primary.'}</p>
        </div>
        <form className="pg-break" onSubmit={(event) => { event.preventDefault(); if (isDetection) void settings.run({ addOn: addOn.name, detectionMs: detection }) }}>
          <NumberField label="Given up after" value={detection} unit="ms of silence" isInvalid={!isDetection} onChange={setDetection} />
          <p className="soft small">Heroku waits two minutes. Short times take over sooner, and more often in vain.</p>
          <Button type="submit" disabled={!isDetection || detection === database.detectionMs} isPending={settings.isPending}>Set it</Button>
        </form>
        <ErrorNote error={settings.error} />
      </div>
    </section>
  )
}

function Timeline({ addOn, database, ledger }: TheatreProps & { readonly ledger: readonly LedgerCounts[] }) {
  const all = database.failover === null ? database.failovers : [...database.failovers, database.failover]
  const [chosen, setChosen] = useState<number | null>(null)
  const failover = all.find(({ suspectedAt }) => suspectedAt === chosen) ?? all.at(-1)
  const releases = useReleases(addOn.appId)
  const dynos = useDynos(addOn.appId)
  const steps = useMemo(() => (failover === undefined ? [] : failoverSteps({ failover, releases, dynos: failover === all.at(-1) ? dynos : [], ledger })), [failover, releases, dynos, ledger, all.length])
  return (
    <section className="panel" aria-labelledby="pg-failover">
      <div className="panel-head">
        <h2 id="pg-failover">Failover</h2>
        {failover !== undefined && <span className="faint small">of {failover.serverId}{database.failover === failover ? ', under way' : ''}</span>}
        {all.length > 1 && <div className="actions"><select className="input" aria-label="Which failover" value={failover?.suspectedAt} onChange={(event) => setChosen(Number(event.target.value))}>{all.map(({ suspectedAt }, at) => <option key={suspectedAt} value={suspectedAt}>number {at + 1}</option>)}</select></div>}
      </div>
      <div className="panel-body">
        {failover === undefined ? <p className="soft">None yet. Start the ledger below, then lose the primary: each step will stand here with its time.</p> : <FailoverLine steps={steps} refused={failover.refused} />}
      </div>
    </section>
  )
}
