import type { FaultParam, FaultParamValue } from '../../../shared/domain/fault.ts'
import { Field } from '../../components/field.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Switch } from '../../components/switch.tsx'
import { paramProblem } from '../../scene/fault-draft.ts'

type FaultKnobsProps = {
  readonly params: readonly FaultParam[]
  readonly values: Readonly<Record<string, FaultParamValue>>
  onChange(name: string, value: FaultParamValue): void
}

/** One field for each knob of a fault, with its unit, its range and what is wrong with it. */
export function FaultKnobs({ params, values, onChange }: FaultKnobsProps) {
  if (params.length === 0) return null
  return <div className="fault-knobs">{params.map((param) => <Knob key={param.name} param={param} value={values[param.name] ?? param.value} onChange={(value) => onChange(param.name, value)} />)}</div>
}

function Knob({ param, value, onChange }: { readonly param: FaultParam; readonly value: FaultParamValue; onChange(value: FaultParamValue): void }) {
  const problem = paramProblem(param, value)
  return (
    <div className="fault-knob">
      <KnobField param={param} value={value} isInvalid={problem !== null} onChange={onChange} />
      {problem !== null && <p className="problem small" role="alert">{problem}</p>}
    </div>
  )
}

function KnobField({ param, value, isInvalid, onChange }: { readonly param: FaultParam; readonly value: FaultParamValue; readonly isInvalid: boolean; onChange(value: FaultParamValue): void }) {
  switch (param.kind) {
    case 'number':
      return <NumberField label={param.title} value={Number(value)} unit={`${param.unit}${param.unit === '' ? '' : ', '}${param.min} to ${param.max}`} isInvalid={isInvalid} testId={`knob-${param.name}`} onChange={onChange} />
    case 'choice':
      return (
        <label className="field">
          <span>{param.title}</span>
          <select className="input" value={String(value)} data-testid={`knob-${param.name}`} onChange={(event) => onChange(event.target.value)}>
            {param.choices.map((choice) => <option key={choice} value={choice}>{choice}</option>)}
          </select>
        </label>
      )
    case 'text':
      return <Field label={param.title} isMono value={String(value)} aria-invalid={isInvalid} data-testid={`knob-${param.name}`} onChange={(event) => onChange(event.target.value)} />
    case 'switch':
      return <Switch label={param.title} isOn={value === true} onChange={onChange} />
  }
}
