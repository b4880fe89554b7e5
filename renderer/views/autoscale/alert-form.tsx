import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { alertKinds, sensitivities, sensitivityMinutes, type AlertKind, type AlertSetting, type Sensitivity } from '../../../shared/domain/autoscale.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { useCommand } from '../../store/use-command.ts'
import { alertTitles } from '../../text/autoscale-words.ts'

const usual: Readonly<Record<AlertKind, AlertSetting>> = { p95: { over: 1000, sensitivity: 'medium', remindMinutes: 60 }, failed: { over: 5, sensitivity: 'medium', remindMinutes: 60 } }
const reminders: readonly (readonly [minutes: number | null, words: string])[] = [[null, 'never'], [5, 'every 5 minutes'], [60, 'every hour'], [1440, 'every day']]

/** Two thresholds, and how they stand. */
export function AlertForm({ app }: { readonly app: App }) {
  return (
    <section className="panel autoscale-form" aria-label="Threshold alerts">
      <h2>Threshold alerts</h2>
      {alertKinds.map((kind) => <AlertRow key={`${kind}-${app.alerts?.[kind] === undefined}`} app={app} kind={kind} />)}
      <p className="faint small">The window and Activity tell. No mail is sent; Heroku mails its alerts.</p>
    </section>
  )
}

function AlertRow({ app, kind }: { readonly app: App; readonly kind: AlertKind }) {
  const now = app.alerts?.[kind]
  const [draft, setDraft] = useState<AlertSetting>(() => (now === undefined ? usual[kind] : { over: now.over, sensitivity: now.sensitivity, remindMinutes: now.remindMinutes }))
  const set = useCommand('alerts:set')
  const isBad = !(draft.over > 0 && draft.over <= (kind === 'p95' ? 60_000 : 100))
  const title = alertTitles[kind]
  return (
    <form
      className="alert-row" aria-label={`Alert on ${title}`} data-testid={`alert-${kind}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBad) void set.run({ app: app.id, kind, setting: draft })
      }}
    >
      <p><b>{capital(title)}</b> <span className={now?.raised != null ? 'state state-crashed small' : 'faint small'}>{now === undefined ? 'off' : now.raised === null ? 'quiet' : 'raised'}</span></p>
      <div className="autoscale-limits">
        <NumberField label="Over" unit={kind === 'p95' ? 'ms' : '%'} value={draft.over} isInvalid={isBad} onChange={(over) => setDraft({ ...draft, over })} />
        <label className="field">
          <span>Sensitivity</span>
          <select className="input" value={draft.sensitivity} onChange={(event) => setDraft({ ...draft, sensitivity: event.target.value as Sensitivity })}>
            {sensitivities.map((word) => <option key={word} value={word}>{word}, {sensitivityMinutes[word]} min</option>)}
          </select>
        </label>
        <label className="field">
          <span>Remind</span>
          <select className="input" value={String(draft.remindMinutes)} onChange={(event) => setDraft({ ...draft, remindMinutes: event.target.value === 'null' ? null : Number(event.target.value) })}>
            {reminders.map(([minutes, words]) => <option key={words} value={String(minutes)}>{words}</option>)}
          </select>
        </label>
      </div>
      <div className="actions">
        <Button type="submit" isSmall disabled={isBad} isPending={set.isPending}>{now === undefined ? `Alert on ${title}` : 'Set'}</Button>
        {now !== undefined && <Button isSmall isPending={set.isPending} onClick={() => void set.run({ app: app.id, kind, setting: null })}>Turn off</Button>}
      </div>
      <ErrorNote error={set.error} />
    </form>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
