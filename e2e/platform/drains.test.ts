import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../electron/adapters/drains/receivers.fixture.ts'
import type { Client } from '../../shared/protocol/client.ts'
import { connectClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import { startHost, type Host } from '../support/host.ts'
import { sampleRepository } from '../support/repository.ts'
import { rsyslogd, startRsyslog, type Rsyslog } from '../support/rsyslog.ts'

const perSecond = 5000
const seconds = 4
const total = perSecond * seconds

/** Prints numbered lines at a steady rate. */
const flood = `
const [perSecond, total, mark] = process.argv.slice(2)
const begin = performance.now()
let printed = 0
const step = () => {
  const due = Math.min(Number(total), Math.floor((performance.now() - begin) / 1000 * Number(perSecond)))
  let text = ''
  while (printed < due) text += mark + ' ' + (printed += 1) + ' GET /tea?sort=price rendered in 12 ms, 3 queries, cache hit\\n'
  if (text !== '') process.stdout.write(text)
  if (printed < Number(total)) setTimeout(step, 5)
}
step()
`

describe.skipIf(rsyslogd === null)('drains to a real rsyslog (needs rsyslog)', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-rsyslog-'))
  const certificate = makeCertificate(folder)
  let host: Host
  let client: Client
  let plain: Rsyslog
  let tls: Rsyslog
  beforeAll(async () => {
    plain = await startRsyslog(join(folder, 'plain'), null)
    tls = await startRsyslog(join(folder, 'tls'), certificate)
    host = await startHost(join(folder, 'data'), await freePort(), await freePort(), [], { NODE_EXTRA_CA_CERTS: certificate.certFile })
    client = await connectClient(host)
    await client.call('apps:create', { name: 'flood' })
    const repository = await sampleRepository(join(folder, 'flood'), 'node')
    repository.write('flood.js', flood)
    await repository.commit('Print')
    expect(await repository.push(`http://heroku:${host.token}@127.0.0.1:${host.controlPort}/flood.git`)).toMatchObject({ ok: true })
  })
  afterAll(async () => {
    client?.close()
    await host?.stop()
    await plain?.stop()
    await tls?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const print = (mark: string, count = total) => client.call('run:start', { app: 'flood', command: `node flood.js ${perSecond} ${count} ${mark}`, attach: false })
  const numbers = (from: Rsyslog, mark: string): number[] => from.lines().flatMap((line) => {
    const found = new RegExp(`^(d\\.\\S+) app run\\.\\d+ ${mark} (\\d+) GET /tea\\?sort=price rendered in 12 ms, 3 queries, cache hit$`).exec(line)
    return found === null ? [] : [Number(found[2])]
  })
  const reading = async (url: string) => (await client.call('drains:list', { app: 'flood' })).drains.find((drain) => drain.url === url)?.reading ?? null

  it('every line of 5,000 a second arrives, in order, plain and over TLS at once (LD1, LD2, LD5)', async () => {
    const urls = [`syslog://127.0.0.1:${plain.port}`, `syslog+tls://localhost:${tls.port}`]
    for (const url of urls) await client.call('drains:add', { app: 'flood', url })
    for (const url of urls) await eventually(() => reading(url), (now) => now?.state === 'flowing')
    await print('steady')
    const wanted = Array.from({ length: total }, (_, index) => index + 1)
    for (const receiver of [plain, tls]) {
      await eventually(async () => numbers(receiver, 'steady').length, (count) => count >= total)
      expect(numbers(receiver, 'steady')).toEqual(wanted)
    }
    for (const url of urls) expect(await reading(url)).toMatchObject({ state: 'flowing', dropped: 0, inDoubt: 0 })
    await client.call('drains:remove', { app: 'flood', drain: urls[1] ?? '' })
  })

  it('a receiver that is killed and comes back: the drops that are told are the lines that are missing (LD4, LD9, LD10)', async () => {
    const url = `syslog://127.0.0.1:${plain.port}`
    const before = await reading(url)
    await print('killed', total * 2)
    await eventually(async () => numbers(plain, 'killed').length, (count) => count > perSecond)
    await plain.kill()
    await eventually(() => reading(url), (now) => (now?.dropped ?? 0) > perSecond)
    await plain.start()
    await eventually(async () => numbers(plain, 'killed').at(-1), (last) => last === total * 2)
    const after = await eventually(() => reading(url), (now) => now?.waiting === 0 && now.state === 'flowing')
    const arrived = numbers(plain, 'killed')
    const missing = total * 2 - new Set(arrived).size
    const dropped = (after?.dropped ?? 0) - (before?.dropped ?? 0)
    const told = plain.lines().reduce((sum, line) => sum + Number(/ heroku logplex Error L10 \(output buffer overflow\): (\d+) messages dropped since \S+\.$/.exec(line)?.[1] ?? 0), 0)
    expect(told).toBe(dropped)
    expect(missing).toBeGreaterThanOrEqual(dropped - 10)
    expect(missing).toBeLessThanOrEqual(dropped + ((after?.inDoubt ?? 0) - (before?.inDoubt ?? 0)))
    expect(missing).toBeGreaterThan(perSecond / 2)
    process.stdout.write(`of ${total * 2} lines ${missing} are missing; ${dropped} were told as dropped, ${after?.inDoubt ?? 0} are in doubt\n`)
  })
})
