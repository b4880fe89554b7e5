import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { Mail } from '../../../shared/domain/mail.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { saveBase64 } from '../../bridge/save-bytes.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'

type Part = 'text' | 'html' | 'headers'
const titles: Readonly<Record<Part, string>> = { html: 'As a page', text: 'As text', headers: 'Headers' }

/** One mail: who, when, what. Its page is shown in a frame without rights, and loads nothing. */
export function MailSheet({ addOn, id, onGone }: { readonly addOn: AddOn; readonly id: number; onGone(): void }) {
  const { value: mail, error } = useAnswer('mail:show', { addOn: addOn.name, mail: id })
  const [part, setPart] = useState<Part | null>(null)
  const remove = useCommand('mail:delete')
  const raw = useCommand('mail:raw')
  if (error !== null) return <div className="mail-sheet"><ErrorNote error={error} /></div>
  if (mail === null) return <div className="mail-sheet"><p className="faint">Asking for the mail.</p></div>
  const parts = (['html', 'text', 'headers'] as const).filter((one) => one === 'headers' || mail[one] !== null)
  const shown = part ?? parts[0] ?? 'headers'
  return (
    <article className="mail-sheet" aria-label={mail.subject === '' ? 'Mail without a subject' : mail.subject}>
      <h2>{mail.subject === '' ? '(no subject)' : mail.subject}</h2>
      <dl className="facts small">
        <dt>From</dt><dd>{mail.from === '' ? mail.sender : mail.from}{mail.from !== '' && !mail.from.includes(mail.sender) && <span className="faint">, handed over as {mail.sender}</span>}</dd>
        <dt>To</dt><dd>{mail.to.join(', ') || mail.recipients.join(', ')}</dd>
        <dt>Came</dt><dd><Moment at={mail.at} />, {byteSize(mail.bytes)}</dd>
      </dl>
      <div className="actions mail-actions">
        <div className="segments" role="group" aria-label="Part">{parts.map((one) => <button key={one} type="button" aria-pressed={one === shown} onClick={() => setPart(one)}>{titles[one]}</button>)}</div>
        <Button isSmall isPending={raw.isPending} onClick={() => void raw.run({ addOn: addOn.name, mail: id }).then((answer) => answer !== null && saveBase64(`mail-${id}.eml`, answer.base64))}>Save as it came</Button>
        <Button isSmall look="danger" icon="trash" isPending={remove.isPending} onClick={() => void remove.run({ addOn: addOn.name, mail: id }).then((done) => done !== null && onGone())}>Delete</Button>
      </div>
      <ErrorNote error={remove.error ?? raw.error} />
      {mail.isCut && <p className="soft small">Only its beginning is shown: it is long. The whole is in what you save.</p>}
      <Shown mail={mail} part={shown} />
      {mail.attachments.length > 0 && <Attachments addOn={addOn} mail={mail} />}
    </article>
  )
}

function Shown({ mail, part }: { readonly mail: Mail; readonly part: Part }) {
  switch (part) {
    case 'html':
      return <iframe className="mail-page" title="The mail as a page" sandbox="" referrerPolicy="no-referrer" srcDoc={mail.html ?? ''} />
    case 'text':
      return <pre className="mail-text" tabIndex={0} aria-label="The mail as text">{mail.text}</pre>
    case 'headers':
      return <dl className="redis-info-rows mail-headers" tabIndex={0} aria-label="Headers">{mail.headers.map(({ name, value }, at) => <div key={`${at}/${name}`}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
  }
}

function Attachments({ addOn, mail }: { readonly addOn: AddOn; readonly mail: Mail }) {
  const fetch = useCommand('mail:attachment')
  return (
    <div className="stack-8">
      <h3>Files</h3>
      <ul className="mail-files">
        {mail.attachments.map((file, index) => (
          <li key={`${index}/${file.name}`}>
            <span className="mono ellipsis" title={file.name}>{file.name}</span><span className="faint small">{file.type}, {byteSize(file.bytes)}{file.isInline && ', in the page'}</span>
            <Button isSmall aria-label={`Save ${file.name}`} isPending={fetch.isPending} onClick={() => void fetch.run({ addOn: addOn.name, mail: mail.id, index }).then((answer) => answer !== null && saveBase64(answer.name, answer.base64))}>Save</Button>
          </li>
        ))}
      </ul>
      <ErrorNote error={fetch.error} />
    </div>
  )
}
