import { useEffect, useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { MailSummary } from '../../../shared/domain/mail.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { keepOpen } from '../../store/keep-open.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { ServicePage } from '../services/service-page.tsx'
import { ClearMails } from './clear-mails.tsx'
import { MailSheet } from './mail-sheet.tsx'

/** What apps sent, and nobody else got. */
export function MailView() {
  return (
    <ServicePage title="Mail" service="mail-catcher" make="Add a mail catcher to an app" about="A mail catcher takes every mail that an app sends and keeps it here. No mail leaves this machine.">
      {(addOn) => <Box addOn={addOn} />}
    </ServicePage>
  )
}

const listedAtMost = 200

function Box({ addOn }: { readonly addOn: AddOn }) {
  const { name } = addOn
  const [arrivals, setArrivals] = useState(0)
  const [chosen, setChosen] = useState<number | null>(null)
  const [isClearing, setClearing] = useState(false)
  useEffect(() => keepOpen((client) => client.open('mail', { addOn: name }, ({ mails }) => setArrivals((count) => count + mails.length), () => {})), [name])
  const { value, error, again } = useAnswer('mail:list', { addOn: name, limit: listedAtMost }, 0, String(arrivals))
  const mails = value?.mails ?? []
  const mail = mails.find(({ id }) => id === chosen) ?? mails[0]
  return (
    <>
      <ErrorNote error={error} />
      {error !== null && <div><Button onClick={again}>Ask again</Button></div>}
      {value === null && error === null && <p className="faint" role="status">Asking for the mailbox.</p>}
      {value !== null && value.mails.length === 0 && <NoMail addOn={addOn} />}
      {value !== null && mail !== undefined && (
        <section className="panel mailbox" aria-label="Mailbox">
          <div className="mail-list">
            <div className="mail-list-head small"><span className="faint">{value.count === 1 ? '1 mail' : `${value.count} mails`}, {byteSize(value.bytes)}{value.dropped > 0 && `, ${value.dropped} older ones made room`}</span><Button isSmall look="quiet" icon="trash" onClick={() => setClearing(true)}>Empty</Button></div>
            <ul aria-label="Mails">{mails.map((one) => <MailRow key={one.id} mail={one} isChosen={one.id === mail.id} onChoose={() => setChosen(one.id)} />)}</ul>
            {value.count > mails.length && <p className="faint small mail-more">and {value.count - mails.length} older ones</p>}
          </div>
          <MailSheet key={mail.id} addOn={addOn} id={mail.id} onGone={again} />
        </section>
      )}
      {isClearing && value !== null && <ClearMails addOn={addOn} count={value.count} onDone={() => { setClearing(false); again() }} />}
    </>
  )
}

function NoMail({ addOn }: { readonly addOn: AddOn }) {
  const vars = Object.keys(addOn.config['default'] ?? {})
  return (
    <section className="panel" aria-label="Mailbox">
      <div className="panel-body stack-8">
        <p>No mail yet. It comes here as soon as the app sends one; nothing has to be asked for.</p>
        <p className="soft small">The app sends by SMTP with {vars.map((name, at) => <span key={name}>{at > 0 && ', '}<code>{name}</code></span>)}, under the name its attachment has.</p>
      </div>
    </section>
  )
}

type MailRowProps = { readonly mail: MailSummary; readonly isChosen: boolean; onChoose(): void }

function MailRow({ mail, isChosen, onChoose }: MailRowProps) {
  return (
    <li>
      <button type="button" className="mail-row" aria-current={isChosen} onClick={onChoose}>
        <span className="mail-row-line"><b className="ellipsis">{mail.subject === '' ? '(no subject)' : mail.subject}</b><span className="faint small"><Moment at={mail.at} /></span></span>
        <span className="mail-row-line small faint"><span className="ellipsis">{mail.from === '' ? mail.sender : mail.from} to {mail.recipients.join(', ')}</span>{mail.attachments.length > 0 && <span>{mail.attachments.length === 1 ? '1 file' : `${mail.attachments.length} files`}</span>}</span>
      </button>
    </li>
  )
}
