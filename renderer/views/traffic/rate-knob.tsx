import { NumberField } from '../../components/number-field.tsx'
import { rateAt, sliderAt, sliderSteps } from '../../scene/traffic-draft.ts'
import { thousands } from '../../text/thousands.ts'

/** A slider whose equal steps are equal factors, and a field for an exact rate. */
export function RateKnob({ rate, onChange }: { readonly rate: number; onChange(rate: number): void }) {
  const position = Number.isNaN(rate) ? 0 : sliderAt(rate)
  return (
    <div className="generator-rate">
      <input
        type="range"
        aria-label="Rate"
        aria-valuetext={`${thousands(rateAt(position))} requests a second`}
        min={0}
        max={sliderSteps}
        step={1}
        value={position}
        onChange={(event) => onChange(rateAt(Number(event.target.value)))}
      />
      <NumberField label="Requests a second" isLabelHidden unit="/s" value={rate} onChange={onChange} testId="traffic-rate" />
    </div>
  )
}
