import { useCallback, useMemo, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { blastOf } from '../../scene/afflictions.ts'
import { aimed, type Aimed } from '../../scene/fault-draft.ts'
import { chooseFault, setFaultDraft, useFaultDraft } from '../../store/fault-desk.ts'
import { useMirror } from '../../store/mirror.ts'
import { useCurrentSlug } from '../../store/selectors.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { targetKindWords } from '../../text/fault-words.ts'
import { FaultCatalogue } from './fault-catalogue.tsx'
import { FaultForm } from './fault-form.tsx'
import { FaultMap } from './fault-map.tsx'
import { LinkTable } from './link-table.tsx'
import { NoTargets } from './no-targets.tsx'
import { Receipts } from './receipts.tsx'
import { useRadius } from './use-radius.ts'

type Part = 'cause' | 'receipts'

/** Trouble on purpose: choose a fault, aim it at the map, see what it would touch, start it, and read the receipt after. */
export function FaultsView({ app }: { readonly app: App }) {
  const [part, setPart] = useState<Part>('cause')
  const slug = useCurrentSlug(app)
  const receipts = useMirror((mirror) => mirror.state.receipts.filter((receipt) => receipt.appId === app.id || receipt.appId === null).length)
  return (
    <div className={`view ${part === 'cause' && slug !== null ? 'view-fixed' : ''} faults`}>
      <div className="view-head">
        <h1>Faults</h1>
        <div className="actions">
          <div className="segments" role="group" aria-label="Part of the faults">
            <button type="button" aria-pressed={part === 'cause'} onClick={() => setPart('cause')}>Cause one</button>
            <button type="button" aria-pressed={part === 'receipts'} data-testid="show-receipts" onClick={() => setPart('receipts')}>Receipts{receipts > 0 && ` (${receipts})`}</button>
          </div>
        </div>
      </div>
      {part === 'receipts' ? <Receipts app={app} onCause={() => setPart('cause')} /> : slug === null ? <NoTargets what="Faults" /> : <Workbench app={app} types={Object.keys(slug.processTypes).filter((type) => type !== 'release').join('\n')} />}
    </div>
  )
}

/** `types`: process types, one a line, so that the same ones are the same. */
function Workbench({ app, types: typeLines }: { readonly app: App; readonly types: string }) {
  const types = useMemo(() => typeLines.split('\n').filter(Boolean), [typeLines])
  const list = useAnswer('faults:list', {})
  const draft = useFaultDraft(app.id)
  const [missed, setMissed] = useState<string | null>(null)
  const fault = useMemo(() => list.value?.faults.find((entry) => entry.kind === draft?.kind) ?? null, [list.value, draft?.kind])
  const radius = useRadius(fault, draft)
  const blast = useMemo(() => blastOf(radius.value, draft?.target ?? null), [radius.value, draft?.target])
  const aim = useCallback((at: Aimed): void => {
    if (fault === null || draft === null) return
    const target = aimed(fault, draft.target, at, app.name)
    const isDropped = at.kind === 'dyno' && draft.target?.kind === 'dynos' && target === null
    setMissed(target === null && !isDropped ? `${fault.title} can not be aimed at that: it takes ${fault.targets.map((kind) => targetKindWords[kind]).join(' or ')}.` : null)
    if (target !== null || isDropped) setFaultDraft(app.id, { ...draft, target })
  }, [fault, draft, app])
  if (list.error !== null) return <ErrorNote error={list.error} />
  if (list.value === null) return <p className="faint">Reading the catalogue.</p>
  return (
    <div className="faults-bench">
      {fault === null || draft === null
        ? <FaultCatalogue faults={list.value.faults} onChoose={(chosen) => chooseFault(app.id, chosen)} />
        : <FaultForm key={fault.kind} app={app} fault={fault} draft={draft} types={types} radius={radius} onAim={aim} />}
      <div className="faults-side">
        <p className="small soft faults-hint" role="status">{missed ?? (fault === null ? 'Choose a fault on the left. Then click what it should hit.' : 'Click a mark to aim. Dashed rings show what would be hit.')}</p>
        <FaultMap app={app} types={types} blast={blast} aim={fault === null ? null : aim} />
        <LinkTable />
      </div>
    </div>
  )
}
