// What only real processes can show.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProcessTable } from './process-table.ts'
import { dynoSpec, freePorts, makeProcessWorld, waitUntil, witness, type ProcessWorld, type Witness } from './process-world.fixture.ts'

const table = createProcessTable()
const isAlive = async (pid: number): Promise<boolean> => (await table.startOf(pid)) !== null
const samplesOf = (seen: Witness) => seen.observations.flatMap((observation) => (observation.kind === 'sample' ? [observation] : []))

describe.skipIf(process.platform === 'win32')('a dyno that is a process', () => {
  let world: ProcessWorld
  let seen: Witness
  beforeEach(() => {
    world = makeProcessWorld()
    seen = witness(world)
  })
  afterEach(() => world.close())

  async function run(files: Record<string, string>, command: string, more: Parameters<typeof dynoSpec>[3] = {}): Promise<string[]> {
    world.runtime.start(dynoSpec('dyno-1', world.slug(files), command, more))
    await seen.exit('dyno-1')
    return seen.lines('dyno-1')
  }

  it('sees nothing of the engine\'s environment but the machine\'s few variables', async () => {
    process.env['ENGINE_SECRET'] = 'hidden'
    const lines = await run({ 'a.txt': '' }, 'env', { env: { DYNO: 'worker.1', GREETING: 'hello there' }, wantsPort: true })
    delete process.env['ENGINE_SECRET']
    const names = lines.map((line) => line.split('=')[0] ?? '')
    const known = /^(PATH|LANG|LC_ALL|TZ|TMPDIR|HOME|PWD|OLDPWD|SHLVL|_|PORT|DYNO|GREETING|DYNARIUM_(DYNO|DATA|SESSION)|JAVA_HOME|GOROOT|[A-Z]+_(ROOT|DIR|HOME))$/
    expect(names.filter((name) => !known.test(name))).toEqual([])
    expect(lines).toContain('GREETING=hello there')
    expect(lines).toContain(`HOME=${join(world.dataDir, 'dynos/dyno-1/app')}`)
    expect(Number(/^PORT=(\d+)$/m.exec(lines.join('\n'))?.[1])).toBeGreaterThanOrEqual(20_000)
  })

  it('sources .profile.d in order, then .profile, over the config vars', async () => {
    const files = {
      '.profile.d/020_second.sh': 'export TRAIL="$TRAIL second"; set -- gone', '.profile.d/010_first.sh': 'export TRAIL="$START first"',
      '.profile.d/ignored.txt': 'export TRAIL=wrong', '.profile': 'export TRAIL="$TRAIL profile"',
    }
    expect(await run(files, 'echo "$TRAIL"', { env: { START: 'config' } })).toEqual(['config first second profile'])
  })

  it('passes the command on as it is, whatever is in it', async () => {
    expect(await run({ 'a.txt': '' }, `printf '%s\\n' "it's \\$HOME" '$(id)' "\${NOPE:-a b}"`)).toEqual(["it's $HOME", '$(id)', 'a b'])
  })

  it('becomes the program itself, so that SIGTERM reaches it and its own status counts', async () => {
    const program = "process.on('SIGTERM', () => { console.log('bye'); process.exit(5) }); console.log(process.pid); setInterval(() => {}, 1000)"
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'a.cjs': program }), 'node a.cjs'))
    await waitUntil('it runs', () => seen.lines('dyno-1').length > 0)
    expect(seen.lines('dyno-1')).toEqual([String(seen.pid('dyno-1'))])
    world.runtime.signal('dyno-1', 'SIGTERM')
    expect(await seen.exit('dyno-1')).toMatchObject({ exitStatus: 5, signal: null })
    expect(seen.lines('dyno-1').at(-1)).toBe('bye')
  })

  it('keeps standard output and standard error in order', async () => {
    const lines = await run({ 'a.txt': '' }, 'for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done')
    expect(lines).toEqual([1, 2, 3, 4, 5].flatMap((n) => [`out ${n}`, `err ${n}`]))
  })

  it('passes on a line without an end after a moment of silence, and again at the exit', async () => {
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'a.txt': '' }), 'printf "name? "; until [ -e told ]; do sleep 0.05; done; printf last'))
    await waitUntil('prompt', () => seen.lines('dyno-1').length === 1)
    expect(seen.observations.some(({ kind }) => kind === 'exited')).toBe(false)
    writeFileSync(join(world.dataDir, 'dynos/dyno-1/app/told'), '')
    await seen.exit('dyno-1')
    expect(seen.lines('dyno-1')).toEqual(['name? ', 'last'])
  })

  it('drops and counts lines beyond the bound, and loses none uncounted', async () => {
    await run({ 'a.txt': '' }, 'seq 1 60000')
    const dropped = seen.outputs.reduce((sum, output) => sum + output.dropped, 0)
    expect(dropped).toBeGreaterThan(0)
    expect(seen.lines('dyno-1').length + dropped).toBe(60_000)
  })

  it('gets a fresh copy of its slug, with modes and links, that is gone at its end', async () => {
    const slugId = world.slug({ 'bin/tool': '#!/bin/sh\necho tool $(cat data.txt); echo changed > data.txt', 'data.txt': 'original' })
    for (const id of ['dyno-1', 'dyno-2']) {
      world.runtime.start(dynoSpec(id, slugId, 'bin/tool'))
      await seen.exit(id)
      expect(seen.lines(id)).toEqual(['tool original'])
    }
    await waitUntil('folders are gone', () => readdirSync(join(world.dataDir, 'dynos')).length === 0)
  })

  it('takes orphans along: those in its group and those that left it, before its exit is observed', async () => {
    const [grouped, escaped] = (await run({ 'a.txt': '' }, 'sleep 1000 & echo $!; setsid sleep 1000 & echo $!; sleep 0.2')).map(Number)
    expect(await isAlive(grouped ?? 0)).toBe(false)
    expect(await isAlive(escaped ?? 0)).toBe(false)
  })

  it('sends a signal to every process, also to one in another group', async () => {
    const script = 'trap "wait; exit 0" TERM\nsetsid bash -c "trap \'echo child heard; exit\' TERM; echo ready; while :; do sleep 0.05; done" &\nwhile :; do sleep 0.05; done'
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'run.sh': script }), 'bash run.sh'))
    await waitUntil('ready', () => seen.lines('dyno-1').includes('ready'))
    world.runtime.signal('dyno-1', 'SIGTERM')
    expect(await seen.exit('dyno-1')).toMatchObject({ exitStatus: 0 })
    expect(seen.lines('dyno-1')).toContain('child heard')
  })

  it('says what the shell says of a program that is not there', async () => {
    const lines = await run({ 'a.txt': '' }, 'no-such-program')
    expect(lines.join()).toContain('no-such-program: command not found')
    expect(await seen.exit('dyno-1')).toMatchObject({ exitStatus: 127 })
  })

  it('samples the memory and processor time of all its processes', async () => {
    const program = "require('child_process').fork('b.cjs'); setInterval(() => {}, 1000)"
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'a.cjs': program, 'b.cjs': 'for (;;) {}' }), 'node a.cjs'))
    await waitUntil('both in a sample', () => samplesOf(seen).some(({ processes }) => processes === 2))
    const begun = samplesOf(seen).length + 5
    // One alone has less memory, and rests.
    await waitUntil('a busy sample', () => samplesOf(seen).slice(begun).some(({ cpuPercent, processes, memoryBytes }) => processes === 2 && cpuPercent > 5 && memoryBytes > 30 * 1024 * 1024))
  })

  it('writes its process id down with the moment it started', async () => {
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'a.txt': '' }), 'sleep 1000'))
    await seen.until('dyno-1', 'launched')
    const pid = seen.pid('dyno-1')
    const file = join(world.dataDir, 'dynos/dyno-1/pid')
    await waitUntil('the file', () => existsSync(file) && readFileSync(file, 'utf8') !== '')
    expect(readFileSync(file, 'utf8')).toBe(`${pid} ${await table.startOf(pid)}\n`)
  })

  it('gives a terminal of the size asked for, and follows it', async () => {
    const one = dynoSpec('dyno-1', world.slug({ 'a.txt': '' }), 'stty size; read x; stty size; exit 4', { terminal: { columns: 91, rows: 31 }, attached: true })
    world.runtime.start(one)
    await waitUntil('size', () => seen.raw('dyno-1').includes('31 91'))
    world.runtime.resize('dyno-1', 100, 40)
    world.runtime.write('dyno-1', '\r')
    expect(await seen.exit('dyno-1')).toMatchObject({ exitStatus: 4, signal: null })
    expect(seen.raw('dyno-1')).toContain('40 100')
  })

  it('reads to the end of an attached input', async () => {
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'a.txt': '' }), 'cat; echo done', { attached: true }))
    await seen.until('dyno-1', 'launched')
    world.runtime.write('dyno-1', 'größe\n')
    world.runtime.write('dyno-1', '\u0004')
    await seen.exit('dyno-1')
    expect(seen.raw('dyno-1')).toBe('größe\ndone\n')
  })

  it('does not lose output to an attached reader, however much it is', async () => {
    world.runtime.start(dynoSpec('dyno-1', world.slug({ 'a.txt': '' }), 'head -c 5000000 /dev/zero | tr "\\0" x', { attached: true }))
    await seen.exit('dyno-1')
    expect(seen.raw('dyno-1')).toHaveLength(5_000_000)
  })

  it('never gets a port that somebody of this machine listens on', async () => {
    const portRange = await freePorts()
    const [first, second] = portRange
    const small = makeProcessWorld({ portRange })
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(first, '127.0.0.1', resolve))
    const eyes = witness(small)
    const { slugId, command } = await small.program({})
    for (const id of ['dyno-1', 'dyno-2']) small.runtime.start(dynoSpec(id, slugId, command, { wantsPort: true }))
    await waitUntil('one has it and the other ended', () => ['listening', 'exited'].every((wanted) => eyes.observations.some(({ kind }) => kind === wanted)))
    expect(eyes.observations.flatMap((one) => (one.kind === 'launched' ? [one.address?.port] : []))).toEqual([second])
    expect(eyes.observations.flatMap((one) => (one.kind === 'exited' ? [one.failure] : []))[0]).toContain(`no port from ${first} to ${second}`)
    await small.close()
    server.close()
  })
})
