// `heroku run` with real processes: what the CLI's side of a rendezvous sees, over plain sockets and over TLS.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createProcessRuntime, type ProcessRuntime } from '../adapters/process/process-runtime.ts'
import { controlWorld, type ControlWorld } from '../api/control.fixture.ts'

const work = mkdtempSync(join(tmpdir(), 'dynarium-run-'))
let at: ControlWorld
let runtime: ProcessRuntime
let plain: Server
let secure: Server
let ca: Buffer
/** A program was made to wait for its caller. */
let held: Promise<void>
let onHold = (): void => {}
const callers: Socket[] = []

beforeAll(() => {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=run', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', join(work, 'key.pem'), '-out', join(work, 'cert.pem')], { stdio: 'ignore' })
  ca = readFileSync(join(work, 'cert.pem'))
})
beforeEach(async () => {
  runtime = createProcessRuntime({ dataDir: join(work, 'data'), sessionId: 'run', openSlug: async (_slug, folder) => void mkdirSync(folder, { recursive: true }) })
  const hold: ProcessRuntime['hold'] = (dynoId, isHeld) => {
    runtime.hold(dynoId, isHeld)
    if (isHeld) onHold()
  }
  held = new Promise((resolve) => (onHold = resolve))
  at = await controlWorld({ world: { dynos: { ...runtime, hold } } })
  const greet = (socket: Socket): void => at.control.rendezvous(socket)
  plain = createServer(greet)
  secure = createTlsServer({ key: readFileSync(join(work, 'key.pem')), cert: ca }, greet)
  for (const server of [plain, secure]) await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  await at.deploy('hello')
  await at.world.engine.call('ps:scale', { app: 'hello', changes: [{ type: 'web', quantity: 0 }] }, 'you@localhost')
})
afterEach(async () => {
  for (const caller of callers.splice(0)) caller.destroy()
  for (const server of [plain, secure]) server.close()
  await runtime.stop()
  await at.close()
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

type Call = {
  readonly socket: Socket
  /** As they came, the greeting first. */
  readonly chunks: Buffer[]
  text(): string
  until(look: (text: string) => boolean): Promise<void>
  readonly over: Promise<void>
}

async function run(body: object, door: 'plain' | 'secure' = 'plain'): Promise<Call> {
  const { json } = await at.ask('POST', '/apps/hello/dynos', { body: { attach: true, ...body } })
  const { port } = (door === 'plain' ? plain : secure).address() as AddressInfo
  const socket = door === 'plain' ? connect(port, '127.0.0.1') : connectTls({ port, host: '127.0.0.1', ca })
  callers.push(socket)
  const chunks: Buffer[] = []
  const lookers: (() => void)[] = []
  const text = (): string => Buffer.concat(chunks).toString('utf8')
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    for (const look of lookers) look()
  })
  socket.on('error', () => {})
  socket.write(`${String(json.attach_url).replace(/^rendezvous:\/\/[^/]+\//, '')}\r\n`)
  return {
    socket, chunks, text, over: new Promise((resolve) => void socket.once('close', () => resolve())),
    until: (look) => new Promise((resolve) => {
      const check = (): void => void (look(text()) && resolve())
      lookers.push(check)
      check()
    }),
  }
}

describe.skipIf(process.platform === 'win32')('heroku run', () => {
  it.each(['plain', 'secure'] as const)('greets alone, gives a terminal of the caller’s size, and ends with the process: %s (RN2)', async (door) => {
    const call = await run({ command: 'tty > /dev/null && stty size; echo "$MOOD $TERM"', env: { COLUMNS: '101', LINES: '33', TERM: 'vt100', MOOD: 'calm' } }, door)
    await call.over
    expect(call.chunks[0]?.toString()).toBe('rendezvous\r\n')
    expect(call.text()).toBe('rendezvous\r\n33 101\r\ncalm vt100\r\n')
  })

  it('is a shell that ^C interrupts, and the end of input leaves (RN2)', async () => {
    const call = await run({ command: 'bash --norc' })
    call.socket.write('sleep 600\r')
    await call.until((text) => text.includes('sleep 600'))
    const interrupt = setInterval(() => call.socket.write('\u0003'), 100)
    await call.until((text) => text.includes('^C'))
    clearInterval(interrupt)
    call.socket.write('echo "$((40 + 2)) is $?"\r')
    await call.until((text) => /\d+ is \d+\r\n/.test(text))
    expect(call.text()).toMatch(/42 is (130|0)/)
    call.socket.write('\u0004')
    await call.over
  })

  it('gives the exit status by the CLI’s own line, in one chunk (RN6)', async () => {
    const call = await run({ command: 'seq 20000; (exit 7) ; echo "\uFFFF heroku-command-exit-status: $?"' }, 'secure')
    await call.over
    const lines = call.chunks.filter((chunk) => chunk.includes('\uFFFF'))
    expect(lines.map(String)).toEqual(['\uFFFF heroku-command-exit-status: 7\r\n'])
    expect(call.text()).toContain('20000\r\n')
  })

  it('without a terminal takes a piped file whole, whatever is in it, to the byte (RN5)', async () => {
    const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 7 + (index >> 8)) % 256))
    const call = await run({ command: 'cat', force_no_tty: true }, 'secure')
    await call.until((text) => text !== '')
    call.socket.write(bytes)
    call.socket.write(Buffer.of(4))
    await call.over
    expect(Buffer.concat(call.chunks.slice(1)).equals(bytes)).toBe(true)
  })

  it('makes a program wait for a caller who reads slowly, and loses nothing (RN7)', async () => {
    const call = await run({ command: 'head -c 12000000 /dev/zero; printf end', force_no_tty: true })
    await call.until((text) => text !== '')
    call.socket.pause()
    await held
    expect(Object.values(at.world.engine.kernel.state.dynos).filter(({ kind }) => kind === 'run')).toHaveLength(1)
    call.socket.resume()
    await call.over
    const all = Buffer.concat(call.chunks.slice(1))
    expect([all.length, all.subarray(-3).toString()]).toEqual([12_000_003, 'end'])
  })

  it('ends what it started when the caller leaves (RN4)', async () => {
    const call = await run({ command: 'trap "" INT; echo "at $$"; sleep 600' })
    await call.until((text) => /at \d+/.test(text))
    const pid = Number(/at (\d+)/.exec(call.text())?.[1])
    const gone = new Promise<void>((resolve) => at.world.engine.kernel.on('dyno.exited', () => resolve()))
    call.socket.destroy()
    await gone
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  it('swallows what is typed after the end (RN2)', async () => {
    const call = await run({ command: 'echo done' }, 'secure')
    await call.until((text) => text.includes('done'))
    const typing = setInterval(() => call.socket.writable && call.socket.write('x'.repeat(10_000)), 5)
    let broke: unknown = null
    call.socket.on('error', (error) => (broke = error))
    await new Promise((resolve) => call.socket.once('end', resolve))
    clearInterval(typing)
    expect(broke).toBeNull()
    // The terminal may still echo what comes in its last moments.
    expect(call.text()).toMatch(/^rendezvous\r\ndone\r\n/)
  })
})
