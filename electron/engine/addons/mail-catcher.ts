// The mail catcher: takes every mail that an app sends, and keeps it for people to look at. Nothing ever goes out. Dynarium's own; on
// Heroku such services are partners'.

import type { Plan } from '../../../shared/add-ons/catalogue.ts'
import type { AddOn, AddOnConfig } from '../../../shared/domain/add-on.ts'
import type { MailSummary } from '../../../shared/domain/mail.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { createChannel } from '../journal/channel.ts'
import type { MailHost } from '../ports/mail-host.ts'
import type { Wire } from '../ports/wire.ts'
import { createFrontDoor } from './front-door.ts'
import { answered, createOneServer } from './one-server.ts'
import type { MakeService } from './service.ts'

const slug = 'mail-catcher'
const user = 'app'
const mb = 1024 ** 2
/** Of a mailbox on disk, and mails that wait for a slow window. */
const [mostBoxBytes, waiting] = [200 * mb, 100]

export const mailCatcherService = ({ host, wire }: { readonly host: MailHost; readonly wire: Wire }): MakeService => (desk) => {
  const { kernel } = desk
  const making = new Map<string, string>()
  const watchers = new Map<string, Set<{ push(item: { mails: readonly MailSummary[] }): void; end(): void }>>()
  const server = createOneServer({
    desk, door: createFrontDoor(wire, kernel.random), host, version: "Dynarium's own mail catcher", again: 'With the mails that it had.',
    start: (addOn) => host.start({ id: addOn.id, user, password: making.get(addOn.id) ?? accessOf(addOn).password, ...limitsOf(desk.planOf(addOn)) }),
    end: (id) => host.stop(id),
  })
  host.connect({
    ended: server.ended,
    arrived: (id, mail) => {
      for (const { push } of watchers.get(id) ?? []) push({ mails: [mail] })
    },
  })

  /** What is there, or a refusal that names what is not. */
  async function found<T>(name: string, mail: number, look: (addOn: AddOn) => Promise<T | null>): Promise<T> {
    const addOn = desk.find(name, slug)
    const answer = await answered(addOn, look(addOn))
    if (answer === null) throw new PlatformError('mail-not-found', { addOn: addOn.name, mail })
    return answer
  }

  return {
    slug,
    servers: server.servers,
    provision: async ({ addOn, cause }) => {
      const password = kernel.ids.next().replaceAll('-', '')
      making.set(addOn.id, password)
      try {
        return { config: configOf(password, await server.bringUp(addOn, null, cause)), message: null }
      } finally {
        making.delete(addOn.id)
      }
    },
    resume: async (addOn) => {
      const cause = { kind: 'platform', text: 'the engine starts' } as const
      const { password, port } = accessOf(addOn)
      desk.configure(addOn.id, configOf(password, await server.bringUp(addOn, port, cause)), { why: 'its port was taken', cause })
    },
    changePlan: async () => ({ message: null }),
    deprovision: async (addOn) => {
      await server.takeDown(addOn.id)
      await host.remove(addOn.id)
      for (const { end } of watchers.get(addOn.id) ?? []) end()
    },
    room: {
      calls: {
        'mail:list': ({ addOn: name, limit, before }) => {
          const addOn = desk.find(name, slug)
          return answered(addOn, host.list(addOn.id, { limit, before: before ?? null }))
        },
        'mail:show': ({ addOn, mail }) => found(addOn, mail, ({ id }) => host.show(id, mail)),
        'mail:raw': async ({ addOn, mail }) => ({ base64: await found(addOn, mail, ({ id }) => host.raw(id, mail)) }),
        'mail:attachment': ({ addOn, mail, index }) => found(addOn, mail, ({ id }) => host.attachment(id, mail, index)),
        'mail:delete': async ({ addOn, mail }) => {
          await found(addOn, mail, async ({ id }) => ((await host.delete(id, mail)) ? true : null))
          return { seq: kernel.state.seq }
        },
        'mail:clear': async ({ addOn: name }) => {
          const addOn = desk.find(name, slug)
          return { count: await answered(addOn, host.clear(addOn.id)) }
        },
      },
      streams: {
        mail: ({ addOn: name }) => {
          const { id } = desk.find(name, slug)
          const { push, end, reader } = createChannel<{ readonly mails: readonly MailSummary[] }>({
            bound: waiting, merge: (older, newer) => ({ mails: [...older.mails, ...newer.mails].slice(-waiting) }), onClose: () => void watchers.get(id)?.delete(watcher),
          })
          const watcher = { push, end }
          const all = watchers.get(id) ?? new Set()
          watchers.set(id, all.add(watcher))
          return reader
        },
      },
      stop: server.stop,
    },
  }
}

const limitsOf = ({ limits }: Plan): { mostMails: number; mostBytes: number; mostMailBytes: number } => ({ mostMails: limits['messages'] ?? 1000, mostBytes: mostBoxBytes, mostMailBytes: (limits['messageMb'] ?? 10) * mb })

function configOf(password: string, port: number): AddOnConfig {
  return { default: {
    MAIL_CATCHER_URL: `smtp://${user}:${password}@127.0.0.1:${port}`, MAIL_CATCHER_SMTP_SERVER: '127.0.0.1', MAIL_CATCHER_SMTP_PORT: String(port), MAIL_CATCHER_SMTP_LOGIN: user, MAIL_CATCHER_SMTP_PASSWORD: password,
  } }
}

function accessOf({ config }: AddOn): { readonly password: string; readonly port: number } {
  const vars = config['default'] ?? {}
  return { password: vars['MAIL_CATCHER_SMTP_PASSWORD'] ?? '', port: Number(vars['MAIL_CATCHER_SMTP_PORT'] ?? 0) }
}
