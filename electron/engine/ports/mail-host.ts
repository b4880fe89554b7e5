// Mail catchers: SMTP in, a mailbox on disk, and nothing ever goes out.

import type { Mail, Mailbox, MailSummary } from '../../../shared/domain/mail.ts'

export type MailSpec = {
  /** Letters, digits and dashes. Mails are kept under it. */
  readonly id: string
  readonly user: string
  readonly password: string
  /** More, and the oldest go. */
  readonly mostMails: number
  readonly mostBytes: number
  /** A larger one is refused, as its sender hears. */
  readonly mostMailBytes: number
}

export type MailSink = {
  arrived(id: string, mail: MailSummary): void
  /** It ended without being asked to. */
  ended(id: string, how: string): void
}

/** All reject with an Error in words for people. */
export type MailHost = {
  /** Called once at most. */
  connect(sink: MailSink): void
  /** With the mails that its id has. Resolves when it listens. */
  start(spec: MailSpec): Promise<{ readonly port: number }>
  /** Those before `before`, which is an id. */
  list(id: string, wish: { readonly limit: number; readonly before: number | null }): Promise<Mailbox>
  show(id: string, mailId: number): Promise<Mail | null>
  /** As it came, in base64. */
  raw(id: string, mailId: number): Promise<string | null>
  /** By its place in the mail's list, in base64. */
  attachment(id: string, mailId: number, index: number): Promise<{ readonly name: string; readonly type: string; readonly base64: string } | null>
  delete(id: string, mailId: number): Promise<boolean>
  /** How many there were. */
  clear(id: string): Promise<number>
  kill(id: string): Promise<void>
  /** It keeps its port and does nothing. */
  freeze(id: string): Promise<void>
  thaw(id: string): Promise<void>
  stop(id: string): Promise<void>
  /** With its mails. It need not run. */
  remove(id: string): Promise<void>
  stopAll(): Promise<void>
}
