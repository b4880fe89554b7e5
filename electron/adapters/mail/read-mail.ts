// A mail taken apart, within bounds: what a list shows of it, and what a page does.

import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import type { Mail, MailAttachment, MailSummary } from '../../../shared/domain/mail.ts'

const [mostTextChars, mostHtmlChars, mostListed, mostLineChars, mostInlineBytes] = [500_000, 1_000_000, 50, 1000, 2 * 1024 * 1024]

export async function readMail(raw: Buffer): Promise<Email> {
  return PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer', maxNestingDepth: 50, maxHeadersSize: 256 * 1024 })
}

export function summaryOf(mail: Email): Pick<MailSummary, 'from' | 'to' | 'subject' | 'attachments'> {
  return {
    from: cut(addressesIn(mail.from)[0] ?? ''),
    to: [...(mail.to ?? []), ...(mail.cc ?? [])].flatMap(addressesIn).slice(0, mostListed).map(cut),
    subject: cut(mail.subject ?? ''),
    attachments: mail.attachments.slice(0, mostListed).map(shownAttachment),
  }
}

export function pageOf(summary: MailSummary, mail: Email): Mail {
  const [text, html] = [mail.text ?? null, mail.html === undefined ? null : withImages(mail.html, mail.attachments)]
  return {
    ...summary,
    headers: mail.headers.slice(0, 200).map(({ originalKey, key, value }) => ({ name: originalKey || key, value: value.slice(0, 4000) })),
    text: text?.slice(0, mostTextChars) ?? null,
    html: html === null ? null : withPolicy(html.slice(0, mostHtmlChars + mostInlineBytes * 2)),
    isCut: (text?.length ?? 0) > mostTextChars || (mail.html?.length ?? 0) > mostHtmlChars,
  }
}

export const bytesOf = ({ content }: Attachment): Buffer => (typeof content === 'string' ? Buffer.from(content, 'utf8') : content instanceof ArrayBuffer ? Buffer.from(content) : Buffer.from(content.buffer, content.byteOffset, content.byteLength))

export function shownAttachment(attachment: Attachment): MailAttachment {
  return { name: cut(attachment.filename ?? 'unnamed'), type: cut(attachment.mimeType), bytes: bytesOf(attachment).length, isInline: attachment.disposition === 'inline' }
}

const cut = (text: string): string => text.slice(0, mostLineChars)

function addressesIn(address: Address | undefined): string[] {
  if (address === undefined) return []
  if (address.group !== undefined) return address.group.flatMap(addressesIn)
  return [address.name === '' ? address.address : `${address.name} <${address.address}>`]
}

/** Images that the mail brings itself, in place of the names it calls them by. */
function withImages(html: string, attachments: readonly Attachment[]): string {
  let left = mostInlineBytes
  let shown = html.slice(0, mostHtmlChars)
  for (const attachment of attachments) {
    const name = attachment.contentId?.replace(/^<|>$/g, '')
    const bytes = bytesOf(attachment)
    if (name === undefined || name === '' || bytes.length > left || !/^image\/[\w.+-]+$/.test(attachment.mimeType)) continue
    left -= bytes.length
    shown = shown.replaceAll(`cid:${name}`, `data:${attachment.mimeType};base64,${bytes.toString('base64')}`)
  }
  return shown
}

/** Nothing is loaded, sent or run, whatever the mail says: no image that tells its sender who reads it. */
function withPolicy(html: string): string {
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"><meta name="referrer" content="no-referrer">${html}`
}
