import { useState } from 'react'
import type { Plan, Service } from '../../../shared/add-ons/catalogue.ts'
import { addOnNamePattern, attachmentNamePattern, varOfAttachment } from '../../../shared/domain/add-on.ts'
import type { PostgresHostKind } from '../../../shared/domain/postgres.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Field } from '../../components/field.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { closeAddOnSheet, useAddOnDesk } from '../../store/addon-desk.ts'
import { useApps, usePrices } from '../../store/selectors.ts'
import { showPage } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'
import { limitWords, planAddsWords, planHourWords } from '../../text/addon-words.ts'
import { Button } from '../../components/button.tsx'
import { HostChoice } from './host-choice.tsx'

type CreateAddOnProps = { readonly service: Service; readonly plan: Plan; /** null: no price is known. */ readonly monthMicros: number | null }

/** For which app, under which names; what will happen and what it costs stands above the press. */
export function CreateAddOn({ service, plan, monthMicros }: CreateAddOnProps) {
  const apps = useApps()
  const prices = usePrices()
  const wanted = useAddOnDesk((desk) => desk.appId)
  const [appId, setAppId] = useState((apps.find(({ id }) => id === wanted) ?? apps[0])?.id ?? '')
  const [name, setName] = useState('')
  const [alias, setAlias] = useState('')
  const [host, setHost] = useState<PostgresHostKind | null>(null)
  const create = useCommand('addons:create')
  const app = apps.find(({ id }) => id === appId)
  const as = alias.toUpperCase()
  const problem = nameProblem(name, as)
  const input = { app: app?.name ?? '', service: `${service.slug}:${plan.name}`, ...(as === '' ? {} : { as }), ...(name === '' ? {} : { name }), ...(host === null ? {} : { options: { host } }) }
  const submit = async (): Promise<void> => {
    const made = await create.run(input)
    if (made !== null) useAddOnDesk.setState({ addOnId: made.id, service: null, sheet: null })
  }
  if (app === undefined) return <div className="stack-8"><p className="soft">An add-on belongs to an app, and there is none yet.</p><div><Button look="primary" onClick={() => showPage('apps')}>Make an app first</Button></div></div>
  return (
    <Confirm title={`${service.title} ${plan.title} for ${app.name}`} action={`Create it · ${planAddsWords(monthMicros, prices)}`} isReady={problem === null} isPending={create.isPending} error={create.error} onCancel={closeAddOnSheet} onConfirm={() => void submit()}>
      <div className="addon-fields">
        <label className="field"><span>App, which pays</span><select className="input input-mono" aria-label="App, which pays" value={appId} onChange={(event) => setAppId(event.target.value)}>{apps.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></label>
        <Field label="Name (empty: one is found)" isMono placeholder={`${service.nameStem}-quiet-48213`} maxLength={64} value={name} onChange={(event) => { setName(event.target.value); create.clear() }} />
        <Field label="As (empty: one is found)" isMono placeholder={service.firstName ?? ''} maxLength={63} value={alias} onChange={(event) => { setAlias(event.target.value); create.clear() }} />
      </div>
      {service.slug === 'heroku-postgresql' && <HostChoice host={host} onChoose={(chosen) => { setHost(chosen); create.clear() }} />}
      {problem !== null && <p className="problem small" role="alert">{problem}</p>}
      <ul>
        <li>{varsWords(service, as, app.name)}</li>
        <li>{priceWords(monthMicros, planHourWords(monthMicros, prices))}</li>
        {Object.keys(plan.limits).length > 0 && <li>It allows {limitWords(plan.limits).join(', ')}.</li>}
        {service.vars.length > 0 && <li>As soon as it is there {app.name} gets a release, and its dynos restart.</li>}
      </ul>
      <CommandText text={problem === null ? equalCommand('addons:create', input) : null} />
    </Confirm>
  )
}

function nameProblem(name: string, as: string): string | null {
  if (name !== '' && !addOnNamePattern.test(name)) return 'A name has lower-case letters, digits and dashes; 3 to 64 of them, a letter first, no dash last.'
  if (as !== '' && !attachmentNamePattern.test(as)) return 'What it is attached as has capital letters, digits and _, a letter first.'
  return null
}

function varsWords({ slug, vars, firstName, firstHasColor }: Service, as: string, app: string): string {
  if (vars.length === 0) return `No config var: ${app} needs none to use it.`
  const prefix = as !== '' ? as : (firstName ?? '')
  const named = vars.map((name) => (prefix === '' ? name : varOfAttachment(slug, prefix, name))).join(', ')
  if (as !== '') return `${app} gets ${named}.`
  return `${app} gets ${named}${firstName === undefined ? '' : ' if that name is free'}${firstHasColor ? ', and the same under a colour' : ''}.`
}

function priceWords(monthMicros: number | null, hour: string): string {
  if (monthMicros === null) return 'No price is known for this plan: it is not in the meter.'
  return monthMicros === 0 ? 'It is free.' : `It costs by the second, ${hour}, and at most the price of a month.`
}
