// The mail catcher inside its thread: reading a large mail keeps nobody else waiting.

import type { StartThreadNode } from '../parts/node-thread.ts'
import { startMailServer, type MailServer, type MailSettings } from './mail-server.ts'
import { bytesOf, pageOf, readMail, shownAttachment } from './read-mail.ts'

export type MailQuestion =
  | { readonly kind: 'list'; readonly limit: number; readonly before: number | null }
  | { readonly kind: 'show' | 'raw' | 'delete'; readonly mailId: number }
  | { readonly kind: 'attachment'; readonly mailId: number; readonly index: number }
  | { readonly kind: 'clear' }

export const startMailNode: StartThreadNode = async (settings, tell) => {
  const server = await startMailServer(settings as MailSettings, tell)
  return { ready: { port: server.port }, answer: (question) => answer(server, question as MailQuestion), stop: server.stop }
}

async function answer({ box }: MailServer, question: MailQuestion): Promise<unknown> {
  switch (question.kind) {
    case 'list': return box.list(question)
    case 'raw': return box.raw(question.mailId)?.toString('base64') ?? null
    case 'delete': return box.delete(question.mailId)
    case 'clear': return box.clear()
    case 'show': {
      const [summary, raw] = [box.find(question.mailId), box.raw(question.mailId)]
      return summary === null || raw === null ? null : pageOf(summary, await readMail(raw))
    }
    case 'attachment': {
      const raw = box.raw(question.mailId)
      const attachment = raw === null ? undefined : (await readMail(raw)).attachments[question.index]
      return attachment === undefined ? null : { ...shownAttachment(attachment), base64: bytesOf(attachment).toString('base64') }
    }
  }
}
