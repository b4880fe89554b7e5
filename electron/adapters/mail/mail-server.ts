// SMTP as an app meets it: a user and a password, a size limit, and every recipient taken, as nothing ever goes out.

import { createHash, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { MailSummary } from '../../../shared/domain/mail.ts'
import { openMailbox, type MailLimits, type MailStore } from './mailbox.ts'
import { readMail, summaryOf } from './read-mail.ts'

export type MailSettings = MailLimits & { readonly user: string; readonly password: string; readonly mostMailBytes: number; readonly folder: string }

export type MailServer = { readonly port: number; readonly box: MailStore; stop(): Promise<void> }

/** Connections, and mails that are being taken at one time: each is held whole. */
const [mostClients, mostAtOnce, mostRecipients] = [50, 8, 100]

export async function startMailServer(settings: MailSettings, arrived: (mail: MailSummary) => void): Promise<MailServer> {
  const box = openMailbox(settings.folder, settings)
  let taking = 0

  const server = new SMTPServer({
    name: 'localhost', banner: 'Dynarium mail catcher: nothing goes out', size: settings.mostMailBytes, maxClients: mostClients, logger: false, disableReverseLookup: true,
    // It listens on loopback, with no certificate that anybody would trust.
    disabledCommands: ['STARTTLS'], allowInsecureAuth: true, authMethods: ['PLAIN', 'LOGIN'], closeTimeout: 1000,
    onAuth: ({ username = '', password = '' }, _session, callback) => {
      if (same(`${username}\0${password}`, `${settings.user}\0${settings.password}`)) callback(null, { user: username })
      else callback(refusal(535, 'Wrong user or password. They are in the config vars of the app.'))
    },
    onRcptTo: (_address, session, callback) => {
      if (session.envelope.rcptTo.length >= mostRecipients) callback(refusal(452, `A mail has at most ${mostRecipients} recipients here.`))
      else callback()
    },
    onData: (stream, session, callback) => void take(stream, session).then((said) => callback(null, said), callback),
  })

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const isTooMany = taking >= mostAtOnce
    taking += 1
    try {
      const chunks: Buffer[] = []
      let bytes = 0
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length
        // The rest is read, as its sender hears nothing before its end.
        if (bytes <= settings.mostMailBytes && !isTooMany) chunks.push(chunk)
        else chunks.length = 0
      }
      if (bytes > settings.mostMailBytes || stream.sizeExceeded) throw refusal(552, `A mail may have ${Math.round(settings.mostMailBytes / 1024 ** 2)} MB here.`)
      if (isTooMany) throw refusal(451, 'Too many mails at once. Try again.')
      const { mailFrom, rcptTo } = session.envelope
      const raw = Buffer.concat(chunks)
      const summary = summaryOf(await readMail(raw).catch(() => readMail(Buffer.from('Subject: (this mail can not be read)\r\n\r\n'))))
      const kept = box.keep(raw, { at: Date.now(), sender: mailFrom === false ? '' : mailFrom.address, recipients: rcptTo.map(({ address }) => address), ...summary })
      arrived(kept)
      return `Caught as mail ${kept.id}`
    } catch (error) {
      if (error instanceof Error && 'responseCode' in error) throw error
      throw refusal(452, `It could not be kept: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      taking -= 1
    }
  }

  server.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port, box,
    stop: () => new Promise((closed) => server.close(() => closed())),
  }
}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })

function same(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(one), hash(other))
}
