import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { alertMinutesMost, alertTimesMost, type SavedSearch } from '../../../shared/domain/log-search.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { useCommand } from '../../store/use-command.ts'

export function AlertEditor({ addOn, search: { name, alert }, onDone }: { readonly addOn: AddOn; readonly search: SavedSearch; onDone(): void }) {
  const [times, setTimes] = useState(alert?.times ?? 1)
  const [minutes, setMinutes] = useState(alert?.minutes ?? 10)
  const [webhook, setWebhook] = useState(alert?.webhook ?? '')
  const set = useCommand('papertrail:alert')
  const isBad = !isWhole(times, alertTimesMost) || !isWhole(minutes, alertMinutesMost)
  const send = async (next: { times: number; minutes: number; webhook: string | null } | null): Promise<void> => {
    if ((await set.run({ addOn: addOn.id, name, alert: next })) !== null) onDone()
  }
  return (
    <form
      className="search-alert" aria-label={`Alert of ${name}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBad) void send({ times, minutes, webhook: webhook.trim() === '' ? null : webhook.trim() })
      }}
    >
      <div className="search-alert-numbers">
        <NumberField label="Lines" value={times} isInvalid={!isWhole(times, alertTimesMost)} onChange={setTimes} />
        <NumberField label="Within" unit="min" value={minutes} isInvalid={!isWhole(minutes, alertMinutesMost)} onChange={setMinutes} />
      </div>
      <Field label="Post to, besides the window" isMono placeholder="http://127.0.0.1:9000/hook" value={webhook} onChange={(event) => setWebhook(event.target.value)} hint="Lines that matched go there, also when it is another machine." />
      <div className="actions">
        <Button type="submit" isSmall look="primary" disabled={isBad} isPending={set.isPending}>{alert === null ? 'Turn the alert on' : 'Set the alert'}</Button>
        {alert !== null && <Button isSmall isPending={set.isPending} onClick={() => void send(null)}>Turn off</Button>}
      </div>
      <ErrorNote error={set.error} />
    </form>
  )
}

const isWhole = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most
