import type { AddOn } from '../../../shared/domain/add-on.ts'
import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { openAddOnSheet, servicePages, showServicePage, useAddOnDesk } from '../../store/addon-desk.ts'
import { useHolders, type Holder } from '../../store/addons.ts'
import { showApp } from '../../store/ui.ts'
import type { Market } from '../../store/use-catalogue.ts'
import { featureWords, limitWords } from '../../text/addon-words.ts'
import { AddOnSheetOf } from './addon-sheet.tsx'
import { AddOnValues } from './addon-values.tsx'

type AddOnDetailProps = { readonly addOn: AddOn; readonly market: Market | null }

/** One add-on opened: what it is, who has it under which name, its values, and what can be done with it. */
export function AddOnDetail({ addOn, market }: AddOnDetailProps) {
  const sheet = useAddOnDesk((desk) => (desk.sheet !== null && 'addOnId' in desk.sheet && desk.sheet.addOnId === addOn.id ? desk.sheet : null))
  const isReady = addOn.state === 'provisioned'
  const service = market?.serviceOf(addOn.service) ?? null
  return (
    <div className="addon-detail">
      <div className="addon-columns">
        <Facts addOn={addOn} market={market} />
        <Holders addOn={addOn} />
      </div>
      <AddOnValues addOn={addOn} />
      <div className="actions addon-actions">
        {servicePages[addOn.service] !== undefined && isReady && <Button look="primary" onClick={() => showServicePage(addOn)}>Open it</Button>}
        <Button disabled={!isReady || market === null} onClick={() => openAddOnSheet({ kind: 'plan', addOnId: addOn.id })}>Change the plan</Button>
        <Button disabled={!isReady} title={service?.sharing === false ? `${service.title} serves one app only: here it gets a second name.` : undefined} onClick={() => openAddOnSheet({ kind: 'attach', addOnId: addOn.id })}>Attach</Button>
        <Button icon="edit" disabled={addOn.state === 'deprovisioning'} onClick={() => openAddOnSheet({ kind: 'rename', addOnId: addOn.id })}>Rename</Button>
        <Button look="danger" icon="trash" disabled={addOn.state === 'deprovisioning'} onClick={() => openAddOnSheet({ kind: 'destroy', addOnId: addOn.id })}>Destroy</Button>
      </div>
      {sheet !== null && <AddOnSheetOf key={JSON.stringify(sheet)} sheet={sheet} addOn={addOn} market={market} />}
    </div>
  )
}

function Facts({ addOn, market }: AddOnDetailProps) {
  const plan = market?.planOf(addOn.service, addOn.plan) ?? null
  const options = Object.entries(addOn.options)
  return (
    <dl className="facts">
      <dt>Plan</dt>
      <dd>{plan?.title ?? addOn.plan}</dd>
      {plan !== null && Object.keys(plan.limits).length > 0 && <><dt>Limits</dt><dd>{limitWords(plan.limits).join(', ')}</dd></>}
      {plan !== null && plan.features.length > 0 && <><dt>Can do</dt><dd>{featureWords(plan.features).join(', ')}</dd></>}
      <dt>Created</dt>
      <dd><Moment at={addOn.createdAt} /> by {addOn.by}</dd>
      {options.length > 0 && <><dt>Made with</dt><dd className="mono">{options.map(([name, value]) => `--${name} ${value}`).join(' ')}</dd></>}
      {addOn.message !== null && addOn.state !== 'errored' && <><dt>It says</dt><dd>{addOn.message}</dd></>}
    </dl>
  )
}

function Holders({ addOn }: { readonly addOn: AddOn }) {
  const holders = useHolders(addOn)
  const own = holders.filter(({ app }) => app.id === addOn.appId).length
  if (holders.length === 0) return <p className="soft">No app has it: no config var comes of it.</p>
  return <ul className="addon-holders" aria-label="Attachments">{holders.map((holder) => <HolderRow key={holder.attachment.id} addOn={addOn} holder={holder} isLast={own === 1 && holder.app.id === addOn.appId} />)}</ul>
}

type HolderRowProps = { readonly addOn: AddOn; readonly holder: Holder; readonly isLast: boolean }

function HolderRow({ addOn, holder: { attachment, app, vars }, isLast }: HolderRowProps) {
  return (
    <li>
      <span className="addon-holder">
        <code>{attachment.name}</code> in <Button look="quiet" isSmall className="mono in-line" onClick={() => showApp(app.id, 'config')}>{app.name}</Button>
        {attachment.credential !== 'default' && <span className="faint"> as {attachment.credential}</span>}
        <span className="faint small">{vars.length === 0 ? 'no config var yet' : vars.join(', ')}</span>
      </span>
      <Button
        look="quiet"
        isSmall
        aria-label={`Detach ${attachment.name} from ${app.name}`}
        disabled={isLast || addOn.state !== 'provisioned'}
        title={isLast ? `The app that pays keeps one attachment: destroy ${addOn.name} instead.` : undefined}
        onClick={() => openAddOnSheet({ kind: 'detach', addOnId: addOn.id, attachmentId: attachment.id })}
      >
        Detach
      </Button>
    </li>
  )
}
