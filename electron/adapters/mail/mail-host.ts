// Mail catchers, each in a thread of its own.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mail, Mailbox, MailSummary } from '../../../shared/domain/mail.ts'
import type { MailHost, MailSink } from '../../engine/ports/mail-host.ts'
import { createThreadNodes } from '../parts/thread-nodes.ts'
import type { MailQuestion } from './node-side.ts'

/** Reading a mail takes several times its size. */
const heapBytes = 256 * 1024 ** 2

export function createMailHost(options: { readonly threadFile: string; readonly dataDir: string }): MailHost {
  let sink: MailSink | null = null
  const threads = createThreadNodes({ threadFile: options.threadFile, service: 'mail', ended: (id, how) => sink?.ended(id, how), told: (id, news) => sink?.arrived(id, news as MailSummary) })
  const ask = async <Answer>(id: string, question: MailQuestion): Promise<Answer> => (await threads.ask(id, question)) as Answer

  function folderOf(id: string): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/.test(id)) throw new Error(`"${id}" can not be the name of a mailbox.`)
    return join(options.dataDir, 'mail', id)
  }

  return {
    connect: (connected) => void (sink = connected),
    start: async ({ id, ...settings }) => (await threads.start(id, { ...settings, folder: folderOf(id) }, heapBytes)) as { port: number },
    list: (id, wish) => ask<Mailbox>(id, { kind: 'list', ...wish }),
    show: (id, mailId) => ask<Mail | null>(id, { kind: 'show', mailId }),
    raw: (id, mailId) => ask<string | null>(id, { kind: 'raw', mailId }),
    attachment: (id, mailId, index) => ask<{ name: string; type: string; base64: string } | null>(id, { kind: 'attachment', mailId, index }),
    delete: (id, mailId) => ask<boolean>(id, { kind: 'delete', mailId }),
    clear: (id) => ask<number>(id, { kind: 'clear' }),
    kill: threads.kill,
    freeze: threads.freeze,
    thaw: async (id) => threads.thaw(id),
    stop: threads.stop,
    remove: async (id) => {
      await threads.stop(id)
      await rm(folderOf(id), { recursive: true, force: true, maxRetries: 3 })
    },
    stopAll: threads.stopAll,
  }
}
