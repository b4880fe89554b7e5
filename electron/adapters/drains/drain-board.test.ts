import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drainBufferLines, type DrainReading } from '../../../shared/domain/drain.ts'
import { drainedLine } from '../../engine/ports/drain-host.contract.ts'
import { createDrainBoard, type DrainBoard } from './drain-board.ts'
import { makeCertificate, messageOf, openHttpReceiver, openSyslogReceiver } from './receivers.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'dynarium-drains-'))
const certificate = makeCertificate(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let board: DrainBoard
let reading: DrainReading | null = null
const closings: (() => Promise<void>)[] = []
beforeEach(() => {
  reading = null
  board = createDrainBoard()
  board.connect({ fared: (readings) => (reading = readings[0] ?? reading) })
})
afterEach(async () => {
  await board.stop()
  for (const close of closings.splice(0)) await close()
})

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within 20 s: ${holds.toString()} ${JSON.stringify(reading)}`)
    await new Promise((soon) => setTimeout(soon, 5))
  }
}
function kept<T extends { close(): Promise<void> }>(thing: T): T {
  closings.push(thing.close)
  return thing
}
const open = (url: string): void => board.open({ id: 'a', token: 'd.token', url })
const send = (from: number, amount: number): void => board.send(['a'], Array.from({ length: amount }, (_, index) => drainedLine(`n${from + index}`)))
const numbersIn = (frames: readonly string[]): number[] => frames.map(messageOf).filter((text) => /^n\d+$/.test(text)).map((text) => Number(text.slice(1)))
const lossesIn = (frames: readonly string[]): number => frames.reduce((sum, frame) => sum + Number(/L10 \(output buffer overflow\): (\d+) messages/.exec(frame)?.[1] ?? 0), 0)

describe('a syslog drain', () => {
  it('sends octet-counted RFC 5424 lines with its token as host (LD2)', async () => {
    const receiver = kept(await openSyslogReceiver())
    open(`syslog://127.0.0.1:${receiver.port}`)
    board.send(['a'], [{ at: 0, source: 'heroku', ps: 'router', text: 'at=info päth' }])
    await until(() => receiver.frames.length === 1)
    expect(receiver.frames[0]).toBe('<158>1 1970-01-01T00:00:00.000000+00:00 d.token heroku router - - at=info päth\n')
  })

  it('over TLS: a certificate that nobody vouches for gets nothing and is told, unless any will do (LD6)', async () => {
    const receiver = kept(await openSyslogReceiver(0, certificate))
    open(`syslog+tls://localhost:${receiver.port}`)
    send(1, 3)
    await until(() => reading?.lastError != null)
    expect(reading).toMatchObject({ state: 'broken', sent: 0, waiting: 3, lastError: { isCertificate: true } })
    expect(receiver.frames).toEqual([])
    board.close('a')
    open(`syslog+tls://localhost:${receiver.port}#insecure`)
    send(1, 3)
    await until(() => receiver.frames.length === 3)
  })

  it('with nobody there keeps the newest 1,024 lines, and says to who comes how many went (LD4)', async () => {
    const first = await openSyslogReceiver()
    await first.close()
    open(`syslog://127.0.0.1:${first.port}`)
    send(1, 5000)
    await until(() => reading?.dropped === 5000 - drainBufferLines && reading.state === 'broken')
    expect(reading).toMatchObject({ waiting: drainBufferLines, sent: 0, lastError: { text: 'nothing listens there' } })
    const receiver = kept(await openSyslogReceiver(first.port))
    await until(() => reading?.state === 'flowing' && reading.waiting === 0)
    await until(() => receiver.frames.length === drainBufferLines + 1)
    expect(lossesIn(receiver.frames.slice(0, 1))).toBe(5000 - drainBufferLines)
    expect(numbersIn(receiver.frames)).toEqual(Array.from({ length: drainBufferLines }, (_, index) => 5000 - drainBufferLines + 1 + index))
  })

  it('that dies under load and comes back: what arrived, was told as dropped and is in doubt makes all that was given (LD4, LD9, LD10)', async () => {
    const before = await openSyslogReceiver()
    open(`syslog://127.0.0.1:${before.port}`)
    let given = 0
    const more = (amount: number): void => {
      send(given + 1, amount)
      given += amount
    }
    for (let round = 0; round < 40; round += 1) {
      more(100)
      await new Promise((soon) => setTimeout(soon, 5))
    }
    await before.close()
    for (let round = 0; round < 40; round += 1) {
      more(100)
      await new Promise((soon) => setTimeout(soon, 5))
    }
    await until(() => reading?.state === 'broken')
    const receiver = kept(await openSyslogReceiver(before.port))
    await until(() => reading?.state === 'flowing' && reading.waiting === 0 && reading.sent + reading.dropped === given)
    more(10)
    await until(() => numbersIn(receiver.frames).at(-1) === given)
    const got = new Set([...numbersIn(before.frames), ...numbersIn(receiver.frames)])
    await until(() => reading?.sent === given - (reading?.dropped ?? 0))
    const lost = given - got.size
    const told = lossesIn([...before.frames, ...receiver.frames])
    expect(told).toBe(reading?.dropped)
    expect(told).toBeGreaterThan(0)
    expect(lost).toBeGreaterThanOrEqual(told)
    expect(lost).toBeLessThanOrEqual(told + (reading?.inDoubt ?? 0))
  })

  it('whose receiver reads nothing holds bounded lines, and goes on in order when it reads again (LD5)', async () => {
    let held: Socket | null = null
    const receiver = kept(await openSyslogReceiver(0, null, (socket) => {
      held = socket
      socket.pause()
    }))
    open(`syslog://127.0.0.1:${receiver.port}`)
    let given = 0
    while ((reading?.dropped ?? 0) === 0) {
      send(given + 1, 1000)
      given += 1000
      await new Promise((soon) => setTimeout(soon, 1))
    }
    await until(() => reading !== null && reading.waiting >= drainBufferLines && reading.sent + reading.waiting + reading.dropped === given)
    const socket = held as Socket | null
    socket?.resume()
    await until(() => reading?.waiting === 0 && reading.sent + reading.dropped === given)
    await until(() => numbersIn(receiver.frames).at(-1) === given)
    const numbers = numbersIn(receiver.frames)
    expect(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))).toBe(true)
    expect(numbers.length + lossesIn(receiver.frames)).toBe(given)
    expect(lossesIn(receiver.frames)).toBe(reading?.dropped)
  })

  it('does not hold up another one (LD5)', async () => {
    const receiver = kept(await openSyslogReceiver())
    const silent = kept(await openSyslogReceiver(0, null, (socket) => void socket.pause()))
    board.open({ id: 'b', token: 'd.b', url: `syslog://127.0.0.1:${silent.port}` })
    open(`syslog://127.0.0.1:${receiver.port}`)
    for (let round = 0; round < 100; round += 1) {
      board.send(['b', 'a'], Array.from({ length: 200 }, (_, index) => drainedLine(`n${round * 200 + index}`)))
      await new Promise((soon) => setImmediate(soon))
    }
    await until(() => receiver.frames.length === 20_000)
  })
})

describe('an HTTPS drain', () => {
  it('posts batches as Logplex does, with its login (LD3)', async () => {
    const receiver = kept(await openHttpReceiver(0, certificate))
    open(`https://ada:p%40ss@localhost:${receiver.port}/in?x=1#insecure`)
    send(1, 1000)
    await until(() => reading?.sent === 1000)
    const [first, second] = receiver.accepted
    expect(first?.headers).toMatchObject({
      'content-type': 'application/logplex-1', 'logplex-drain-token': 'd.token', authorization: `Basic ${Buffer.from('ada:p@ss').toString('base64')}`, 'user-agent': expect.stringMatching(/^Logplex\//),
    })
    expect(first?.headers['logplex-frame-id']).toMatch(/^[0-9A-F]{32}$/)
    expect(first?.frames[0]).toMatch(/^<190>1 \S+ host app web\.1 - n\d+\n$/)
    expect(second?.headers['logplex-frame-id']).not.toBe(first?.headers['logplex-frame-id'])
    expect(numbersIn(receiver.accepted.flatMap(({ frames }) => frames))).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1))
    expect(receiver.accepted.map(({ headers }) => Number(headers['logplex-msg-count']))).toEqual(receiver.accepted.map(({ frames }) => frames.length))
  })

  it('sends a batch again with the same id until the receiver says yes (LD3)', async () => {
    const receiver = kept(await openHttpReceiver(0, null, (_, nth) => [500, 429, 204][nth - 1] ?? 204))
    open(`http://127.0.0.1:${receiver.port}`)
    send(1, 10)
    await until(() => receiver.accepted.length === 1)
    expect(new Set(receiver.posts.map(({ headers }) => headers['logplex-frame-id'])).size).toBe(1)
    expect(receiver.posts).toHaveLength(3)
    await until(() => reading?.state === 'flowing')
    expect(reading).toMatchObject({ sent: 10, dropped: 0, lastError: { text: 'it answered with 429' } })
  })

  it('drops and counts what the receiver refuses for good (LD3)', async () => {
    const receiver = kept(await openHttpReceiver(0, null, (_, nth) => (nth === 1 ? 400 : 200)))
    open(`http://127.0.0.1:${receiver.port}/`)
    send(1, 7)
    await until(() => reading?.dropped === 7)
    send(8, 2)
    await until(() => receiver.accepted.length === 1)
    const frames = receiver.accepted[0]?.frames ?? []
    expect([lossesIn(frames), numbersIn(frames)]).toEqual([7, [8, 9]])
    expect(receiver.accepted[0]?.headers['logplex-msg-count']).toBe('3')
  })

  it('that dies and comes back: lines that it said yes to and lines told as dropped are exactly all (LD4, LD9)', async () => {
    const before = await openHttpReceiver()
    open(`http://127.0.0.1:${before.port}`)
    let given = 0
    const more = async (): Promise<void> => {
      send(given + 1, 100)
      given += 100
      await new Promise((soon) => setTimeout(soon, 10))
    }
    for (let round = 0; round < 40; round += 1) await more()
    await until(() => before.accepted.length > 0)
    await before.close()
    for (let round = 0; round < 40; round += 1) await more()
    await until(() => reading?.state === 'broken')
    const after = kept(await openHttpReceiver(before.port))
    for (let round = 0; round < 10; round += 1) await more()
    await until(() => reading !== null && reading.waiting === 0 && reading.sent + reading.dropped === given)
    const frames = [...before.accepted, ...after.accepted].flatMap(({ frames: own }) => own)
    const numbers = numbersIn(frames)
    // A receiver that died before its answer got out has a batch that comes again with the same id.
    expect(new Set(numbers).size + lossesIn(frames)).toBe(given)
    expect(lossesIn(frames)).toBe(reading?.dropped)
    expect(reading?.dropped).toBeGreaterThan(0)
  })
})
