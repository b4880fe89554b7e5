import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { dynoSizes } from '../../../shared/domain/dyno-sizes.ts'
import { money } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { monthWords } from '../../text/money-words.ts'

type WhatIfProps = { readonly apps: readonly App[]; readonly chosen: App | null; readonly month: string | null }

/** The same month with other dynos of one type, from the same journal. */
export function WhatIf({ apps, chosen, month }: WhatIfProps) {
  const era = useMirror((mirror) => mirror.state.era)
  const [ownAppId, setAppId] = useState('')
  const app = chosen ?? apps.find((one) => one.id === ownAppId) ?? apps[0] ?? null
  const types = app === null ? [] : Object.keys(app.formation)
  const [ownType, setType] = useState('web')
  const type = types.includes(ownType) ? ownType : (types[0] ?? 'web')
  const [size, setSize] = useState('')
  const [quantity, setQuantity] = useState(Number.NaN)
  const { run, isPending, error } = useCommand('bill:what-if')
  const [answer, setAnswer] = useState<CallOutput<'bill:what-if'> | null>(null)
  if (app === null) return null
  const isWish = size !== '' || !Number.isNaN(quantity)
  const ask = async (): Promise<void> => {
    setAnswer(await run({ app: app.id, type, ...(month === null ? {} : { month }), ...(size === '' ? {} : { size }), ...(Number.isNaN(quantity) ? {} : { quantity }) }))
  }
  const change = <T,>(set: (value: T) => void) => (value: T): void => {
    setAnswer(null)
    set(value)
  }
  return (
    <section className="panel" aria-labelledby="what-if">
      <div className="panel-head"><h2 id="what-if">What would it have cost?</h2><span className="faint small">The same month with another size or number of dynos of one type. Prices only: whether they would have kept up is not in it.</span></div>
      <form
        className="panel-body money-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWish) void ask()
        }}
      >
        {chosen === null && (
          <label className="field"><span>App</span><select className="input" value={app.id} onChange={(event) => change(setAppId)(event.target.value)}>{apps.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></label>
        )}
        <label className="field"><span>Process type</span><select className="input" value={type} onChange={(event) => change(setType)(event.target.value)}>{types.map((one) => <option key={one} value={one}>{one}</option>)}</select></label>
        <label className="field">
          <span>Size</span>
          <select className="input" value={size} onChange={(event) => change(setSize)(event.target.value)}>
            <option value="">as it was</option>
            {dynoSizes.filter((one) => one.eras.includes(era)).map((one) => <option key={one.name} value={one.name}>{one.label}</option>)}
          </select>
        </label>
        <NumberField label="Dynos (empty: as it was)" value={quantity} isOptional onChange={change(setQuantity)} />
        <Button type="submit" disabled={!isWish} isPending={isPending}>Count it</Button>
      </form>
      <ErrorNote error={error} />
      {answer !== null && <Difference answer={answer} app={app.name} />}
    </section>
  )
}

function Difference({ answer: { was, would }, app }: { readonly answer: CallOutput<'bill:what-if'>; readonly app: string }) {
  const difference = would.micros - was.micros
  const amount = (micros: number): string => money(micros, was.currency)
  return (
    <p className="panel-body" role="status" data-testid="what-if-answer">
      {monthWords(was.month)}, {app}: <b>{amount(would.micros)}</b> instead of {amount(was.micros)}
      {difference === 0 ? ', which is the same.' : <>, {difference > 0 ? `${amount(difference)} more` : `${amount(-difference)} less`}.</>}
    </p>
  )
}
