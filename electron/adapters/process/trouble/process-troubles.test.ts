// What only real processes can show of trouble.

import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DynoTrouble } from '../../../engine/ports/dyno-runtime.ts'
import { createProcessTable } from '../process-table.ts'
import { dynoSpec, freePorts, makeProcessWorld, waitUntil, witness, type ProcessWorld, type Witness } from '../process-world.fixture.ts'

const table = createProcessTable()
const mb = 1024 * 1024
const everyTrouble: readonly DynoTrouble[] = [
  { kind: 'freeze' }, { kind: 'memory', bytes: 80 * mb, bytesPerSecond: 0 }, { kind: 'cpu-hog', workers: 2 }, { kind: 'cpu-limit', percent: 5 }, { kind: 'disk-full' },
]

describe.runIf(process.platform === 'linux')('trouble in a dyno that is a process', () => {
  let world: ProcessWorld
  let seen: Witness
  beforeEach(() => {
    world = makeProcessWorld()
    seen = witness(world)
  })
  afterEach(() => world.close())

  const ours = async () => (await table.read()).filter((row) => row.labels?.data === world.dataDir)

  async function run(files: Record<string, string>, command: string, more: Parameters<typeof dynoSpec>[3] = {}, id = 'dyno-1'): Promise<string> {
    world.runtime.start(dynoSpec(id, world.slug(files), command, more))
    await seen.until(id, more.wantsPort === true ? 'listening' : 'launched')
    return id
  }

  /** Polls what is asked for until it holds. */
  async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 40_000
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** One of them in a session of its own. */
  async function threeWithOneThatLeft(id: string): Promise<void> {
    await eventually('three processes, one of which has left the group', async () => {
      const rows = await ours()
      return rows.length === 3 && rows.filter(({ session }) => session !== seen.pid(id)).length === 1
    })
  }

  it('a frozen web dyno takes a connection, answers nothing, and answers it when it goes on (DY22)', async () => {
    const id = await run({ 'a.cjs': "require('http').createServer((_, res) => res.end('ok')).listen(process.env.PORT)" }, 'node a.cjs', { wantsPort: true })
    const launched = seen.observations.find((one) => one.kind === 'launched')
    const port = launched?.kind === 'launched' ? (launched.address?.port ?? 0) : 0
    expect(await ask(port).answer).toBe('ok')
    await world.runtime.afflict(id, 'lease-1', { kind: 'freeze' })
    const asked = ask(port)
    await asked.connected
    await world.pass(1000)
    expect(asked.isAnswered()).toBe(false)
    await world.runtime.relieve(id, 'lease-1')
    expect(await asked.answer).toBe('ok')
  })

  it('freezes those that left the group too, stops one that was woken from outside, and wakes all (DY22)', async () => {
    const script = 'setsid sleep 1000 &\nsleep 1000 &\necho ready\nwait\n'
    const id = await run({ 'run.sh': script }, 'bash run.sh')
    await threeWithOneThatLeft(id)
    await world.runtime.afflict(id, 'lease-1', { kind: 'freeze' })
    const pids = (await ours()).map(({ pid }) => pid)
    await eventually('all stopped', () => Promise.resolve(pids.every((pid) => stateOf(pid) === 'T')))
    for (const pid of pids) process.kill(pid, 'SIGCONT')
    await eventually('all stopped again', () => Promise.resolve(pids.every((pid) => stateOf(pid) === 'T')))
    await world.runtime.relieve(id, 'lease-1')
    await eventually('all go on', () => Promise.resolve(pids.every((pid) => stateOf(pid) === 'S')))
  })

  it('what is put into a frozen dyno is frozen as well (DY22)', async () => {
    const id = await run({ 'a.txt': '' }, 'sleep 1000')
    await world.runtime.afflict(id, 'one', { kind: 'freeze' })
    // One: of several the first may be stopped before it has made the others.
    await world.runtime.afflict(id, 'two', { kind: 'cpu-hog', workers: 1 })
    await eventually('both stopped', async () => {
      const rows = await ours()
      return rows.length === 2 && rows.every(({ pid }) => stateOf(pid) === 'T')
    })
    for (const lease of ['two', 'one']) expect((await world.runtime.relieve(id, lease)).residue).toEqual([])
    expect(await ours()).toHaveLength(1)
  })

  it('busy processes are as many as asked for, end with the dyno, and never outnumber their bound (DY24)', async () => {
    const id = await run({ 'a.txt': '' }, 'sleep 1000')
    await world.runtime.afflict(id, 'lease-1', { kind: 'cpu-hog', workers: 3 })
    await eventually('three compute', async () => (await ours()).filter(({ cpuMs }) => cpuMs > 30).length === 3)
    await world.runtime.afflict(id, 'lease-2', { kind: 'cpu-hog', workers: 1e6 })
    await eventually('64 more', async () => (await ours()).length === 1 + 3 + 64)
    world.runtime.signal(id, 'SIGKILL')
    await seen.exit(id)
    expect(await ours()).toEqual([])
  })

  it('a deaf dyno is told another port than the one that is watched, and gives both back (DY27)', async () => {
    const portRange = await freePorts()
    const small = makeProcessWorld({ portRange })
    const eyes = witness(small)
    try {
      for (const id of ['dyno-1', 'dyno-2']) {
        small.runtime.start(dynoSpec(id, small.slug({ 'a.txt': '' }), 'echo $PORT', { wantsPort: true, launch: { isDeaf: true } }))
        await eyes.exit(id)
        const launched = eyes.observations.find((one) => one.kind === 'launched' && one.dynoId === id)
        const watched = launched?.kind === 'launched' ? launched.address?.port : null
        expect([watched, Number(eyes.lines(id)[0])].sort()).toEqual(portRange)
      }
    } finally {
      await small.close()
    }
  })

  it('SIGTERM is kept from all processes of a dyno that ignores it, and no part of a command comes from its trouble (DY27)', async () => {
    const id = await run({ 'run.sh': 'setsid sleep 1000 &\nsleep 1000 &\necho ready\nwait\n' }, 'bash run.sh', { launch: { ignoresTerm: true, delayMs: 1 } })
    await threeWithOneThatLeft(id)
    world.runtime.signal(id, 'SIGTERM')
    expect(await world.runtime.afflict(id, 'lease-1', { kind: 'signal', signal: 'SIGTERM' })).toEqual([expect.stringContaining('did not reach it')])
    await world.pass(300)
    expect(await ours()).toHaveLength(3)
  })

  it('a limit of processor time holds down the work done, and lets it grow again (DY25)', async () => {
    const program = 'let n = 0; setInterval(() => console.log(n), 50); (function on() { for (let i = 0; i < 2e5; i++); n++; setImmediate(on) })()'
    const id = await run({ 'a.cjs': program }, 'node a.cjs')
    const done = (): number => Number(seen.lines(id).at(-1) ?? 0)
    const spent = async (): Promise<number> => (await ours()).reduce((sum, { cpuMs }) => sum + cpuMs, 0)
    await waitUntil('it works', () => done() > 0)
    const [changed] = await world.runtime.afflict(id, 'lease-1', { kind: 'cpu-limit', percent: 10 })
    expect(changed).toContain('SIGSTOP')
    const [since, before, worked] = [performance.now(), await spent(), done()]
    await world.pass(3000)
    const share = ((await spent()) - before) / (performance.now() - since)
    expect(share).toBeLessThan(0.25)
    await waitUntil('it works within its limit', () => done() > worked)
    await eventually('it is stopped', () => Promise.resolve(stateOf(seen.pid(id)) === 'T'))
    await world.runtime.relieve(id, 'lease-1')
    // How fast it is then is a matter of what else this machine does; it is never stopped.
    const from = done()
    for (let look = 0; look < 40; look++) {
      await world.pass(25)
      expect(stateOf(seen.pid(id))).not.toBe('T')
    }
    await waitUntil('it works on', () => done() > from)
  })

  it('an idle dyno is not stopped by a limit (DY25)', async () => {
    const id = await run({ 'a.txt': '' }, 'sleep 1000')
    // Before that it has work to do: to begin.
    await eventually('it sleeps', () => Promise.resolve(nameOf(seen.pid(id)) === 'sleep' && stateOf(seen.pid(id)) === 'S'))
    await world.runtime.afflict(id, 'lease-1', { kind: 'cpu-limit', percent: 5 })
    for (let look = 0; look < 20; look++) {
      await world.pass(25)
      expect(stateOf(seen.pid(id))).toBe('S')
    }
  })

  it('a full disk fails writes in its folder, also of what it starts, and nothing dies; then they succeed (DY26)', async () => {
    const program = `const fs = require('fs')
setInterval(() => { try { fs.appendFileSync('log.txt', 'x'); console.log('node ok') } catch (error) { console.log('node', error.code) } }, 50)`
    const id = await run({ 'a.cjs': program, 'run.sh': 'node a.cjs &\nwhile :; do if bash -c "echo x > b.txt" 2>/dev/null; then echo shell ok; else echo shell failed; fi; sleep 0.05; done\n' }, 'bash run.sh')
    const said = (line: string, from: number): boolean => seen.lines(id).slice(from).includes(line)
    await waitUntil('both write', () => said('node ok', 0) && said('shell ok', 0))
    const changed = await world.runtime.afflict(id, 'lease-1', { kind: 'disk-full' })
    expect(changed).toEqual([expect.stringContaining('EFBIG')])
    const full = seen.lines(id).length
    await waitUntil('both fail', () => said('node EFBIG', full) && said('shell failed', full))
    expect(await world.runtime.relieve(id, 'lease-1')).toMatchObject({ residue: [] })
    const free = seen.lines(id).length
    await waitUntil('both write again', () => said('node ok', free) && said('shell ok', free))
  })

  it('a relief waits for what is still beginning, and a dyno that ends meanwhile keeps nothing (DY21)', async () => {
    const one = await run({ 'a.txt': '' }, 'sleep 1000')
    const two = await run({ 'a.txt': '' }, 'sleep 1000', {}, 'dyno-2')
    const beginning = [one, two].map((id) => world.runtime.afflict(id, 'lease-1', { kind: 'memory', bytes: 60 * mb, bytesPerSecond: 0 }).catch((error: unknown) => String(error)))
    world.runtime.signal(two, 'SIGKILL')
    expect((await world.runtime.relieve(one, 'lease-1')).residue).toEqual([])
    await Promise.all(beginning)
    await seen.exit(two)
    await eventually('one process is left', async () => (await ours()).length === 1)
  })

  it('a signal of a fault is for the program, not for what another fault runs in the dyno (DY20)', async () => {
    const id = await run({ 'run.sh': 'trap "echo heard" USR2\nsetsid sleep 1000 &\necho ready\nwhile :; do sleep 0.05; done\n' }, 'bash run.sh')
    await waitUntil('ready', () => seen.lines(id).includes('ready'))
    await world.runtime.afflict(id, 'hog', { kind: 'cpu-hog', workers: 1 })
    await world.runtime.afflict(id, 'signal', { kind: 'signal', signal: 'SIGUSR2' })
    await waitUntil('heard', () => seen.lines(id).includes('heard'))
    expect((await world.runtime.relieve(id, 'hog')).restored).toEqual(['worker.1: what computed inside it was ended.'])
    await eventually('its own stray heard it too', async () => (await ours()).filter(({ session }) => session !== seen.pid(id)).length === 0)
  })

  it('nothing is left after stop, whatever was in force (DY21)', async () => {
    let others: ChildProcess | null = null
    try {
      others = spawn('sleep', ['1000'], { stdio: 'ignore' })
      for (const [index, trouble] of everyTrouble.entries()) {
        const id = await run({ 'a.txt': '' }, 'setsid sleep 1000 & sleep 1000 & echo ready; wait', {}, `dyno-${index}`)
        await waitUntil('ready', () => seen.lines(id).includes('ready'))
        await world.runtime.afflict(id, 'lease-1', trouble)
      }
      expect((await ours()).length).toBeGreaterThanOrEqual(2 * everyTrouble.length + 3)
      await world.runtime.stop()
      expect(await ours()).toEqual([])
      expect(stateOf(others.pid ?? 0)).toBe('S')
    } finally {
      others?.kill('SIGKILL')
    }
  })
})

/** A request that is looked at while it waits. */
function ask(port: number): { readonly answer: Promise<string>; readonly connected: Promise<void>; isAnswered(): boolean } {
  let isAnswered = false
  const request = get({ port, host: '127.0.0.1', agent: false })
  const connected = new Promise<void>((resolve) => request.once('socket', (socket) => socket.once('connect', resolve)))
  const answer = new Promise<string>((resolve, reject) => {
    request.once('error', reject)
    request.once('response', (response) => {
      isAnswered = true
      response.setEncoding('utf8').once('data', resolve)
    })
  })
  return { answer, connected, isAnswered: () => isAnswered }
}

/** Of the program it runs. */
function nameOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
}

/** `T` stopped, `S` asleep, `R` running; empty when it is gone. */
function stateOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2)[0] ?? ''
  } catch {
    return ''
  }
}
