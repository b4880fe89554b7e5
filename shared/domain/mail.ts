// A mail that a mail catcher holds.

export type MailAttachment = { readonly name: string; readonly type: string; readonly bytes: number; readonly isInline: boolean }

export type MailSummary = {
  /** Grows with every mail of the mailbox. */
  readonly id: number
  readonly at: number
  /** As it was handed over, which may be other than what the headers say. */
  readonly sender: string
  readonly recipients: readonly string[]
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly bytes: number
  readonly attachments: readonly MailAttachment[]
}

export type Mail = MailSummary & {
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly text: string | null
  /** With a policy in front that loads nothing from anywhere and runs no script; to be shown in a frame without rights. */
  readonly html: string | null
  /** Of the text or the HTML; the whole is in the raw mail. */
  readonly isCut: boolean
}

export type Mailbox = {
  /** Newest first. */
  readonly mails: readonly MailSummary[]
  readonly count: number
  readonly bytes: number
  readonly received: number
  /** The oldest, that had to make room. */
  readonly dropped: number
}
