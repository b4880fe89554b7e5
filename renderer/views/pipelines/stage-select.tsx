import type { PipelineStage } from '../../../shared/domain/pipeline.ts'

/** Review apps come from branches, so nobody puts one there. */
const choosable = ['development', 'staging', 'production'] as const satisfies readonly PipelineStage[]

type StageSelectProps = { readonly label: string; readonly value: PipelineStage; readonly isDisabled?: boolean; onChange(stage: PipelineStage): void }

export function StageSelect({ label, value, isDisabled = false, onChange }: StageSelectProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select className="input" aria-label={label} value={value} disabled={isDisabled} onChange={(event) => onChange(event.target.value as PipelineStage)}>
        {choosable.map((stage) => <option key={stage} value={stage}>{stage}</option>)}
      </select>
    </label>
  )
}
