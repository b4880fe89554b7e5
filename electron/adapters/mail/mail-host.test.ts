import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailHostContract } from '../../engine/ports/mail-host.contract.ts'
import { buildAddonThread } from '../parts/addon-thread.fixture.ts'
import { createMailHost } from './mail-host.ts'
import { openMailbox } from './mailbox.ts'
import { pageOf, readMail, summaryOf } from './read-mail.ts'

const built = mkdtempSync(join(tmpdir(), 'dynarium-mail-'))
let threadFile = ''
beforeAll(async () => {
  threadFile = await buildAddonThread(built)
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

mailHostContract('thread (ML1, ML2, ML3, ML4)', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-mail-data-'))
  return { host: createMailHost({ threadFile, dataDir }), close: async () => rmSync(dataDir, { recursive: true, force: true }) }
})

describe('a mailbox', () => {
  it('forgets what a crash left half kept', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dynarium-box-'))
    const limits = { mostMails: 10, mostBytes: 1000 }
    const summary = { at: 1, sender: 'a', recipients: ['b'], from: 'a', to: ['b'], subject: 's', attachments: [] }
    openMailbox(folder, limits).keep(Buffer.from('raw'), summary)
    appendFileSync(join(folder, '000000000002.eml'), 'half')
    appendFileSync(join(folder, '000000000002.json.new'), '{')
    const again = openMailbox(folder, limits)
    expect(again.list({ limit: 9, before: null })).toMatchObject({ count: 1, received: 1 })
    expect(again.keep(Buffer.from('next'), summary).id).toBe(2)
    expect(openMailbox(folder, limits).raw(2)?.toString()).toBe('next')
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('a mail that means harm', () => {
  it('is read within bounds, or as something that can not be', async () => {
    for (const raw of ['', '\r\n', 'Subject: x', 'Content-Type: multipart/mixed; boundary=a\r\n\r\n' + '--a\r\n'.repeat(2000), `Subject: ${'x'.repeat(100_000)}\r\nTo: ${'a@b.c, '.repeat(5000)}\r\n\r\nbody`, '\0\0\0', 'Content-Type: text/html\r\n\r\n' + '<b>'.repeat(600_000)]) {
      const mail = await readMail(Buffer.from(raw))
      const summary = { id: 1, at: 0, sender: '', recipients: [], bytes: raw.length, ...summaryOf(mail) }
      expect([summary.subject.length <= 1000, summary.to.length <= 50, (pageOf(summary, mail).html?.length ?? 0) < 1_100_000]).toEqual([true, true, true])
    }
  })
})
