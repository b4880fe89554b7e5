import type { App } from '../../../shared/domain/app.ts'
import type { FaultFacts } from '../../../shared/domain/fault.ts'
import { Button } from '../../components/button.tsx'
import { CodeLink } from '../../components/code-link.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { FaultSign } from '../../components/fault-sign.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { faultInput, secondsProblem, type Aimed, type FaultDraft } from '../../scene/fault-draft.ts'
import { setFaultDraft } from '../../store/fault-desk.ts'
import { useLinks } from '../../store/links.ts'
import { useMirror } from '../../store/mirror.ts'
import { useDynos } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'
import { layerTitles, targetKindWords, targetWords } from '../../text/fault-words.ts'
import type { Radius } from './use-radius.ts'
import { FaultKnobs } from './fault-knobs.tsx'
import { TargetList } from './target-list.tsx'

type FaultFormProps = {
  readonly app: App
  readonly fault: FaultFacts
  readonly draft: FaultDraft
  readonly types: readonly string[]
  readonly radius: Radius
  onAim(at: Aimed): void
}

/** One fault being put together: target, knobs, how long, what it would touch, and the press that begins it. */
export function FaultForm({ app, fault, draft, types, radius, onAim }: FaultFormProps) {
  const start = useCommand('faults:start')
  const dynos = useDynos(app.id)
  const links = useLinks((state) => state.list)
  const state = useMirror((mirror) => mirror.state)
  const input = faultInput(fault, draft)
  const late = fault.isMomentary ? null : secondsProblem(draft.seconds)
  const full = input === null || late !== null ? null : { ...input, ...(fault.isMomentary ? {} : { seconds: draft.seconds }) }
  const change = (next: Partial<FaultDraft>): void => setFaultDraft(app.id, { ...draft, ...next })
  return (
    <form
      className="panel fault-form"
      aria-label={fault.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (full !== null && !start.isPending) void start.run(full)
      }}
    >
      <div className="panel-head">
        <FaultSign />
        <h2>{fault.title}</h2>
        <span className="faint small">{layerTitles[fault.layer]}</span>
        <div className="actions"><Button look="quiet" isSmall onClick={() => setFaultDraft(app.id, null)}>All faults</Button></div>
      </div>
      <div className="panel-body stack-16">
        <p className="soft">{fault.about}{fault.leadsTo.length > 0 && <> It can lead to {fault.leadsTo.map((code, index) => <span key={code}>{index === 0 ? '' : index === fault.leadsTo.length - 1 ? ' and ' : ', '}<CodeLink code={code} /></span>)}.</>}</p>
        <fieldset className="fault-part">
          <legend>Target</legend>
          <p className="small soft">{draft.target === null ? `Click ${fault.targets.map((kind) => targetKindWords[kind]).join(' or ')} on the map, or choose here.` : <>Aimed at <b>{targetWords(draft.target, state)}</b></>}</p>
          <TargetList fault={fault} target={draft.target} dynos={dynos} types={types} proxies={links.map(({ name }) => name)} onAim={onAim} />
        </fieldset>
        {(fault.params.length > 0 || !fault.isMomentary) && (
          <fieldset className="fault-part">
            <legend>Set to</legend>
            <FaultKnobs params={fault.params} values={draft.params} onChange={(name, value) => change({ params: { ...draft.params, [name]: value } })} />
            {!fault.isMomentary && <NumberField label="How long" value={draft.seconds} unit="s, then it ends by itself" isInvalid={late !== null} testId="fault-seconds" onChange={(seconds) => change({ seconds })} />}
            {late !== null && <p className="problem small" role="alert">{late}</p>}
          </fieldset>
        )}
      </div>
      <div className="fault-foot">
        <BlastLine radius={radius} />
        <Button type="submit" look="danger" icon="faults" isPending={start.isPending} disabled={full === null || radius.error !== null} data-testid="fault-start">{pressWords(fault, draft.seconds)}</Button>
        <CommandText text={full === null ? null : equalCommand('faults:start', full)} />
        <ErrorNote error={start.error} />
      </div>
    </form>
  )
}

/** What it would touch, in a sentence; the map rings it. */
function BlastLine({ radius }: { readonly radius: Radius }) {
  return (
    <div className="fault-blast" data-testid="blast" role="status">
      <h3>Blast radius</h3>
      {radius.error !== null ? <ErrorNote error={radius.error} /> : radius.value === null
        ? <p className="faint">Choose a target to see what it would touch. Nothing happens before you start it.</p>
        : <p><b>{radius.value.sentence}</b>{radius.value.percentOfWeb > 0 && <span className="soft"> That is {Math.round(radius.value.percentOfWeb)} % of what answers visitors.</span>}</p>}
    </div>
  )
}

function pressWords(fault: FaultFacts, seconds: number): string {
  if (fault.isMomentary) return `Do it now: ${fault.title}`
  return `Start ${fault.title} for ${Number.isNaN(seconds) ? '…' : seconds} s`
}
