// What every mail catcher must do, seen by an unmodified client (nodemailer).

import { createTransport, type SendMailOptions } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MailHost, MailSpec } from './mail-host.ts'

const spec: MailSpec = { id: 'mail-one', user: 'app', password: 'secret', mostMails: 5, mostBytes: 4 * 1024 * 1024, mostMailBytes: 2 * 1024 * 1024 }

export function mailHostContract(name: string, make: () => Promise<{ host: MailHost; close(): Promise<void> }>): void {
  describe(`Mail contract: ${name}`, () => {
    let fixture: { host: MailHost; close(): Promise<void> }
    let host: MailHost
    let port = 0
    let heard: string[]

    beforeEach(async () => {
      fixture = await make()
      host = fixture.host
      heard = []
      host.connect({ arrived: (id, mail) => void heard.push(`${id} ${mail.subject}`), ended: (id) => void heard.push(`${id} ended`) })
      port = (await host.start(spec)).port
    })
    afterEach(async () => {
      await host.stopAll()
      await fixture.close()
    })

    const box = (limit = 10, before: number | null = null) => host.list(spec.id, { limit, before })
    const send = (mail: SendMailOptions, auth: { user: string; pass: string } | undefined = { user: spec.user, pass: spec.password }) => createTransport({ host: '127.0.0.1', port, auth }).sendMail({ from: 'Shop <shop@example.com>', to: 'ada@example.org', ...mail })

    it('takes a mail apart: text, HTML, headers, attachments by size, and the whole as it came (ML1)', async () => {
      const image = Buffer.from('89504e470d0a1a0a', 'hex')
      await send({
        to: ['"Ada L." <ada@example.org>', 'bob@example.org'], cc: 'carol@example.org', bcc: 'hidden@example.org', subject: 'Grüße ✓', text: 'Hello', headers: { 'X-Order': '42' },
        html: '<p>Hello</p><img src="cid:logo"><img src="https://tracker.example/x.gif"><script>alert(1)</script>',
        attachments: [{ filename: 'bill.txt', content: 'pay me' }, { filename: 'logo.png', content: image, cid: 'logo' }],
      })
      const { mails: [summary], ...counts } = await box()
      expect(counts).toMatchObject({ count: 1, received: 1, dropped: 0 })
      expect(summary).toMatchObject({ id: 1, sender: 'shop@example.com', from: 'Shop <shop@example.com>', to: ['Ada L. <ada@example.org>', 'bob@example.org', 'carol@example.org'], subject: 'Grüße ✓', attachments: [{ name: 'logo.png', type: 'image/png', bytes: 8, isInline: true }, { name: 'bill.txt', type: 'text/plain', bytes: 6, isInline: false }] })
      expect([...(summary?.recipients ?? [])].sort()).toEqual(['ada@example.org', 'bob@example.org', 'carol@example.org', 'hidden@example.org'])
      const mail = await host.show(spec.id, 1)
      expect([mail?.text?.trim(), mail?.isCut, mail?.headers.find(({ name: header }) => header.toLowerCase() === 'x-order')?.value]).toEqual(['Hello', false, '42'])
      expect(mail?.html).toContain(`src="data:image/png;base64,${image.toString('base64')}"`)
      expect(mail?.html?.startsWith(`<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:;`)).toBe(true)
      expect(await host.attachment(spec.id, 1, 1)).toMatchObject({ name: 'bill.txt', base64: Buffer.from('pay me').toString('base64') })
      expect([await host.attachment(spec.id, 1, 9), await host.show(spec.id, 9), await host.raw(spec.id, 9)]).toEqual([null, null, null])
      const raw = Buffer.from((await host.raw(spec.id, 1)) ?? '', 'base64').toString()
      expect([raw.includes('X-Order: 42'), raw.length]).toEqual([true, summary?.bytes])
      expect(heard).toEqual(['mail-one Grüße ✓'])
    })

    it('lets nobody in without the password (ML2)', async () => {
      await expect(send({ subject: 'x' }, { user: spec.user, pass: 'wrong' })).rejects.toThrow(/535/)
      const nobody = createTransport({ host: '127.0.0.1', port }).sendMail({ from: 'a@example.com', to: 'b@example.com', text: 'x' })
      await expect(nobody).rejects.toThrow(/530|authentication/i)
      expect((await box()).received).toBe(0)
    })

    it('refuses what is too large, and goes on (ML3)', async () => {
      await expect(send({ subject: 'large', attachments: [{ filename: 'x', content: Buffer.alloc(3 * 1024 * 1024) }] })).rejects.toThrow(/552|exceeds|large/i)
      await send({ subject: 'small' })
      expect((await box()).mails.map(({ subject }) => subject)).toEqual(['small'])
    })

    it('holds so many and so much: the oldest go, counted (ML3)', async () => {
      for (let index = 1; index <= 7; index += 1) await send({ subject: `mail ${index}` })
      expect([(await box()).mails.map(({ subject }) => subject), (await box()).dropped]).toEqual([['mail 7', 'mail 6', 'mail 5', 'mail 4', 'mail 3'], 2])
      expect((await box(2, 6)).mails.map(({ id }) => id)).toEqual([5, 4])
      for (let index = 1; index <= 4; index += 1) await send({ subject: `large ${index}`, attachments: [{ filename: 'x', content: Buffer.alloc(900_000) }] })
      const { bytes, mails } = await box()
      expect([bytes <= spec.mostBytes, mails[0]?.subject]).toEqual([true, 'large 4'])
    })

    it('keeps what it has said yes to through a kill, and loses it when it is removed (ML4)', async () => {
      await send({ subject: 'one' })
      await send({ subject: 'two' })
      await host.kill(spec.id)
      expect(heard.at(-1)).toBe('mail-one ended')
      await expect(box()).rejects.toThrow('does not run')
      port = (await host.start(spec)).port
      expect((await box()).mails.map(({ subject }) => subject)).toEqual(['two', 'one'])
      expect([await host.delete(spec.id, 1), await host.delete(spec.id, 1), (await box()).count, await host.clear(spec.id), (await box()).count]).toEqual([true, false, 1, 1, 0])
      await send({ subject: 'three' })
      expect((await box()).mails[0]?.id).toBe(3)
      await host.remove(spec.id)
      port = (await host.start(spec)).port
      expect(await box()).toMatchObject({ count: 0, received: 0 })
    })
  })
}
