import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlWorld, type Answer, type ControlWorld } from '../control.fixture.ts'

let at: ControlWorld
let door: Server
const callers: Socket[] = []

beforeEach(async () => {
  at = await controlWorld({ world: { behave: (spec) => (spec.kind === 'run' ? { exitAfterMs: spec.command === 'short' ? 100 : null, prints: spec.command === 'short' ? ['hello\n'] : [] } : {}) } })
  door = createServer((socket) => at.control.rendezvous(socket))
  await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening))
  await at.deploy('hello')
})
afterEach(async () => {
  for (const caller of callers.splice(0)) caller.destroy()
  door.close()
  await at.close()
})

const run = (body: object): Promise<Answer> => at.ask('POST', '/apps/hello/dynos', { body: { attach: true, ...body } })
const dynosOfRun = () => Object.values(at.world.engine.kernel.state.dynos).filter(({ kind }) => kind === 'run')
const specOf = (answer: Answer) => at.world.engine.kernel.state.dynos[answer.json.id as string]

function call(secret: string): { readonly socket: Socket; heard(): string; until(condition: () => boolean): Promise<void>; readonly over: Promise<void> } {
  const socket = connect((door.address() as AddressInfo).port, '127.0.0.1')
  callers.push(socket)
  let text = ''
  const waiting: (() => void)[] = []
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    for (const look of waiting) look()
  })
  socket.on('error', () => {})
  socket.write(secret)
  return {
    socket, heard: () => text, over: new Promise((resolve) => void socket.once('close', () => resolve())),
    until: (condition) => new Promise((resolve) => {
      const look = (): void => void (condition() && resolve())
      waiting.push(look)
      look()
    }),
  }
}

const secretIn = (answer: Answer): string => `${new URL(String(answer.json.attach_url).replace('rendezvous:', 'http:')).pathname.slice(1)}\r\n`

describe('POST /apps/:app/dynos with attach', () => {
  it('starts the dyno at once and answers where its caller connects, to whoever made it alone (RN1)', async () => {
    const answer = await run({ command: 'bash', env: { TERM: 'xterm', COLUMNS: '120', LINES: '0' } })
    expect(answer.status).toBe(201)
    expect(answer.json).toMatchObject({ type: 'run', state: 'starting', command: 'bash', name: expect.stringMatching(/^run\.\d{4}$/) })
    expect(answer.json.attach_url).toMatch(new RegExp(`^rendezvous://127\\.0\\.0\\.1:${at.control.port}/[\\w.-]{20,}$`))
    expect((await at.ask('GET', `/apps/hello/dynos/${answer.json.name}`)).json.attach_url).toBeNull()
  })

  it('gives up with R13 when nobody connects for 30 seconds (RN1)', async () => {
    const answer = await run({ command: 'bash' })
    await at.world.clock.advance(31_000)
    expect(specOf(answer)).toBeUndefined()
    expect(at.world.journal.read(0, 10_000).some((event) => event.type === 'dyno.erred' && event.data.code === 'R13')).toBe(true)
  })

  it('takes size, type and time to live (RN1)', async () => {
    const answer = await run({ command: 'bash', size: 'standard-2X', type: 'console', time_to_live: 5 })
    expect(answer.json).toMatchObject({ size: 'Standard-2X', name: expect.stringMatching(/^console\.\d{4}$/), type: 'console' })
    await at.world.clock.advance(4000)
    expect(specOf(answer)?.stopping).toBeNull()
    await at.world.clock.advance(2000)
    expect(specOf(answer)).toBeUndefined()
  })

  it('refuses what is wrong, and starts nothing (RN1)', async () => {
    for (const body of [{ command: '' }, {}, { command: 'x', time_to_live: 86_401 }, { command: 'x', env: { 'a b': '1' } }, { command: 'x', size: 'huge' }, { command: 'x', type: '../x' }, { command: 'x', force_no_tty: 'yes' }]) {
      expect([400, 422], JSON.stringify(body)).toContain((await run(body)).status)
    }
    expect(dynosOfRun()).toEqual([])
  })
})

describe('the rendezvous', () => {
  it('greets when the dyno runs, passes bytes both ways, and ends with the dyno (RN2)', async () => {
    const caller = call(secretIn(await run({ command: 'bash' })))
    await at.world.clock.advance(100)
    await caller.until(() => caller.heard() === 'rendezvous\r\n')
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1')
    caller.socket.write(bytes, 'latin1')
    await caller.until(() => caller.heard().endsWith(bytes))
    for (const dyno of dynosOfRun()) await at.world.engine.call('ps:stop', { app: 'hello', dyno: dyno.name }, 'you@localhost')
    await at.world.clock.advance(1000)
    await caller.over
  })

  it('takes a secret in pieces, with what is typed behind it (RN2)', async () => {
    const secret = secretIn(await run({ command: 'bash' }))
    const caller = call(secret.slice(0, 30))
    await new Promise((resolve) => caller.socket.once('connect', resolve))
    caller.socket.write(`${secret.slice(30)}typed early`)
    await at.world.clock.advance(100)
    await caller.until(() => caller.heard() === 'rendezvous\r\ntyped early')
  })

  it('is not over before the CLI can bear it, and gives all output of a short command (RN2)', async () => {
    const caller = call(secretIn(await run({ command: 'short' })))
    await at.world.clock.advance(40)
    await caller.until(() => caller.heard().startsWith('rendezvous\r\n'))
    const greetedAt = performance.now()
    await at.world.clock.advance(500)
    await caller.over
    expect(performance.now() - greetedAt).toBeGreaterThan(200)
    expect(caller.heard()).toBe('rendezvous\r\nhello\n')
  })

  it('is good for one caller, also when that one has left (RN3)', async () => {
    const secret = secretIn(await run({ command: 'bash' }))
    const first = call(secret)
    await at.world.clock.advance(100)
    await first.until(() => first.heard() !== '')
    for (const _ of [1, 2]) {
      const second = call(secret)
      await second.over
      expect(second.heard()).toMatch(/^This address is not valid, or not any more/)
      first.socket.destroy()
    }
  })

  it('hangs up on the dyno when its caller leaves, at once (RN4)', async () => {
    const caller = call(secretIn(await run({ command: 'bash' })))
    await at.world.clock.advance(100)
    await caller.until(() => caller.heard() !== '')
    const gone = new Promise<void>((resolve) => at.world.engine.kernel.on('dyno.exited', ({ data }) => void (data.signal === 'SIGHUP' && resolve())))
    caller.socket.destroy()
    const clock = setInterval(() => void at.world.clock.advance(10), 5)
    await gone
    clearInterval(clock)
    expect(dynosOfRun()).toEqual([])
  })

  it.each([['an empty line', '\r\n'], ['another word', 'nonsense\r\n'], ['what has no end', 'x'.repeat(5000)], ['HTTP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n']])('turns away %s (RN3)', async (_what, text) => {
    const caller = call(text)
    await caller.over
    expect(caller.heard()).toMatch(/^This address is not valid/)
  })
})
