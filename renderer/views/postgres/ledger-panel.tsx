import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { LedgerCounts, LedgerVerdict } from '../../../shared/domain/postgres.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'
import { thousands } from '../../text/thousands.ts'

const usual = { perSecond: 200, connections: 4 } as const

/** A client writes numbered rows through the failover; in the end its journal is compared with the table. */
export function LedgerPanel({ addOn, counts: live }: { readonly addOn: AddOn; readonly counts: LedgerCounts | null }) {
  const [perSecond, setPerSecond] = useState<number>(usual.perSecond)
  const [verdict, setVerdict] = useState<LedgerVerdict | null>(null)
  const asked = useAnswer('ledger:counts', { addOn: addOn.name })
  const start = useCommand('ledger:start')
  const stop = useCommand('ledger:stop')
  const [isOn, setOn] = useState<boolean | null>(null)
  const runs = isOn ?? (asked.value?.counts ?? null) !== null
  const counts = runs ? (live ?? asked.value?.counts ?? null) : null
  const isRate = Number.isInteger(perSecond) && perSecond >= 1 && perSecond <= 2000
  const begin = async (): Promise<void> => {
    setVerdict(null)
    if ((await start.run({ addOn: addOn.name, perSecond, connections: usual.connections })) !== null) setOn(true)
  }
  const settle = async (): Promise<void> => {
    const answer = await stop.run({ addOn: addOn.name })
    if (answer === null) return
    setVerdict(answer)
    setOn(false)
  }
  return (
    <section className="panel" aria-labelledby="pg-ledger">
      <div className="panel-head">
        <h2 id="pg-ledger">Ledger of writes</h2>
        <StateMark kind={runs ? 'up' : 'down'} word={runs ? 'writes' : 'off'} />
        <span className="faint small">numbered rows, sent through the database&apos;s own URL</span>
      </div>
      <div className="panel-body stack-12">
        {!runs && (
          <form className="pg-break" onSubmit={(event) => { event.preventDefault(); if (isRate) void begin() }}>
            <NumberField label="Rows" value={perSecond} unit="a second" isInvalid={!isRate} onChange={setPerSecond} />
            <p className="soft small">The client keeps a journal of its own of what was sent and what was answered.</p>
            <Button type="submit" look="primary" disabled={!isRate} isPending={start.isPending}>Start writing</Button>
          </form>
        )}
        <ErrorNote error={start.error ?? stop.error} />
        {counts !== null && (
          <>
            <dl className="pg-counts" data-testid="ledger-counts">
              <Count title="sent" value={counts.sent} /><Count title="acknowledged" value={counts.acknowledged} /><Count title="nobody knows" value={counts.unknown} /><Count title="refused" value={counts.failed} /><Count title="connected" value={counts.connected} />
            </dl>
            {counts.lastError !== null && <p className="soft small">The last error: {counts.lastError}</p>}
          </>
        )}
        {runs && <div><Button isPending={stop.isPending} onClick={() => void settle()}>Stop, and compare it with the table</Button></div>}
        {verdict !== null && <Verdict verdict={verdict} />}
      </div>
    </section>
  )
}

function Count({ title, value }: { readonly title: string; readonly value: number }) {
  return <div><dt>{title}</dt><dd className="mono">{thousands(value)}</dd></div>
}

function Verdict({ verdict }: { readonly verdict: LedgerVerdict }) {
  const isSame = verdict.journalSha256 === verdict.tableSha256
  return (
    <div className="stack-8 pg-verdict" data-testid="ledger-verdict" role="status">
      <StateMark kind={isSame ? 'up' : 'crashed'} word={isSame ? 'nothing that was acknowledged is lost' : `${thousands(verdict.lost)} acknowledged ${verdict.lost === 1 ? 'row is' : 'rows are'} lost`} />
      {verdict.duplicated > 0 && <p className="soft small">{verdict.duplicated === 1 ? '1 row is' : `${thousands(verdict.duplicated)} rows are`} there twice: the answer was lost with the primary, the row was not, and the client sent it again.</p>}
      <dl className="pg-counts"><Count title="acknowledged" value={verdict.acknowledged} /><Count title="lost" value={verdict.lost} /><Count title="there twice" value={verdict.duplicated} /><Count title="there, without an answer" value={verdict.unacknowledged} /></dl>
      <dl className="facts small">
        <dt>By the journal</dt><dd><code>{verdict.journalSha256}</code></dd>
        <dt>By the table</dt><dd><code>{verdict.tableSha256}</code>, {isSame ? 'the same' : 'not the same'}</dd>
        {verdict.firstLost.length > 0 && <><dt>First lost</dt><dd className="mono">{verdict.firstLost.join(', ')}</dd></>}
        <dt>Journal</dt><dd className="mono">{verdict.journalPath}</dd>
      </dl>
    </div>
  )
}
