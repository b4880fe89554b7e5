import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { autoscalesByP95, policyKinds, type PolicyKind } from '../../../shared/domain/autoscale.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Switch } from '../../components/switch.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { useCommand } from '../../store/use-command.ts'
import { policyAbout, policyTitles, targetUnits } from '../../text/autoscale-words.ts'
import { draftOf, settingOf, type PolicyDraft } from './policy-draft.ts'
import { usePrices } from '../../store/selectors.ts'
import { sizePriceWords } from '../../text/price.ts'

/** Which policy, between which limits. What is refused is said here. */
export function PolicyForm({ app }: { readonly app: App }) {
  const [draft, setDraft] = useState(() => draftOf(app.autoscale))
  const enable = useCommand('ps:autoscale:enable')
  const disable = useCommand('ps:autoscale:disable')
  const set = (change: Partial<PolicyDraft>): void => {
    enable.clear()
    setDraft((before) => ({ ...before, ...change }))
  }
  const prices = usePrices()
  const isOn = app.autoscale?.isOn === true
  const setting = settingOf(draft)
  const size = findDynoSize(app.formation['web']?.size ?? '')
  const most = typeof setting === 'string' || size === null ? '' : ` · at most ${sizePriceWords(size.name, setting.max, prices)}`
  return (
    <form
      className="panel autoscale-form" aria-label="The policy"
      onSubmit={(event) => {
        event.preventDefault()
        if (typeof setting !== 'string') void enable.run({ app: app.id, ...setting })
      }}
    >
      <h2>Policy</h2>
      <label className="field">
        <span>Web dynos follow</span>
        <select className="input" data-testid="policy" value={draft.kind} onChange={(event) => set({ kind: event.target.value as PolicyKind })}>
          {policyKinds.map((kind) => <option key={kind} value={kind}>{policyTitles[kind]}</option>)}
        </select>
      </label>
      <p className="soft small">{policyAbout[draft.kind]}</p>
      {draft.kind === 'schedule'
        ? (
          <>
            <Field label="Times" isMono hint="Days, a time and a number; several between commas." value={draft.schedule} onChange={(event) => set({ schedule: event.target.value })} />
            <Field label="Zone" isMono hint="UTC, +01:00 eu or -05:00 us." value={draft.zone} onChange={(event) => set({ zone: event.target.value })} />
          </>
        )
        : <NumberField label="Target" unit={targetUnits[draft.kind]} value={draft.targets[draft.kind]} testId="target" onChange={targetSetter(draft, set)} />}
      <div className="autoscale-limits">
        <NumberField label="Min" value={draft.min} testId="min" onChange={(min) => set({ min })} />
        <NumberField label="Max" value={draft.max} testId="max" onChange={(max) => set({ max })} />
        <NumberField label="Down after" unit="min" value={draft.downAfterMinutes} onChange={(downAfterMinutes) => set({ downAfterMinutes })} />
      </div>
      {draft.kind === 'p95' && size !== null && !autoscalesByP95(size) && (
        <div className="autoscale-lift">
          <p className="soft small">Heroku offers this for Performance dynos and up, and web is {size.label}. Lift that rule to learn here; on Heroku it would be refused.</p>
          <Switch label="Any size" isOn={draft.anySize} onChange={(anySize) => set({ anySize })} />
        </div>
      )}
      {typeof setting === 'string' && <p className="problem small" role="alert">{setting}</p>}
      <div className="actions">
        <Button type="submit" look={isOn ? 'plain' : 'primary'} disabled={typeof setting === 'string'} isPending={enable.isPending} data-testid="enable">{isOn ? 'Set' : 'Turn on'}{most}</Button>
        {isOn && <Button isPending={disable.isPending} data-testid="disable" onClick={() => void disable.run({ app: app.id })}>Turn off</Button>}
      </div>
      {typeof setting !== 'string' && <CommandText text={equalCommand('ps:autoscale:enable', { app: app.name, ...setting })} />}
      <ErrorNote error={enable.error ?? disable.error} />
      <p className="faint small">One dyno a step, a minute apart at least, and slower down than up. Scaling web by hand turns it off.</p>
    </form>
  )
}

function targetSetter(draft: PolicyDraft, set: (change: Partial<PolicyDraft>) => void): (value: number) => void {
  return (value) => draft.kind !== 'schedule' && set({ targets: { ...draft.targets, [draft.kind]: value } })
}
