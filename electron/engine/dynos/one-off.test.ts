import { describe, expect, it } from 'vitest'
import { app, deploy, minute, running, testCause, world, type World } from './room.fixture.ts'

describe('one-off dynos', () => {
  const start = (at: World, args: object) => at.call('run:start', { app: 'demo', attach: true, ...args } as never).dynoId as string

  it('run a command with the arguments behind a process type, and give the caller output and exit status', async () => {
    const at = await running((spec) => (spec.kind === 'run' ? { prints: ['hello\n'], exitAfterMs: 100, exitStatus: 3 } : {}))
    const id = start(at, { command: 'worker --once' })
    const reader = at.room.streams?.run?.({ dynoId: id })
    expect(at.kernel.state.dynos[id]).toMatchObject({ kind: 'run', command: 'node worker.js --once' })
    await at.clock.advance(500)
    expect(await reader?.next()).toEqual({ kind: 'output', text: 'hello\n' })
    expect(await reader?.next()).toEqual({ kind: 'exit', exitStatus: 3 })
    expect(await reader?.next()).toBeNull()
    expect(at.kernel.state.dynos[id]).toBeUndefined()
  })

  it('give up with R13 when nobody connects (DY11)', async () => {
    const at = await running((spec) => (spec.kind === 'run' ? { exitAfterMs: null } : {}))
    start(at, { command: 'bash' })
    await at.clock.advance(31_000)
    expect(at.events().find((event) => event.type === 'dyno.erred')?.data).toMatchObject({ code: 'R13' })
    expect(at.events().filter((event) => event.type === 'dyno.crashed')).toEqual([])
  })

  it('get SIGHUP when the caller goes away, and R16 when they go on (DY11)', async () => {
    const at = await running((spec) => (spec.kind === 'run' ? { exitAfterMs: null, termMs: null } : {}))
    const id = start(at, { command: 'bash' })
    const reader = at.room.streams?.run?.({ dynoId: id })
    await at.clock.advance(1000)
    reader?.close()
    await at.clock.advance(21_000)
    expect(at.kernel.state.dynos[id]?.errors).toEqual(['R16'])
  })

  it('keep their line for a caller that is back at once, with what was said meanwhile (DY11)', async () => {
    const at = await running((spec) => (spec.kind === 'run' ? { exitAfterMs: null } : {}))
    const id = start(at, { command: 'bash' })
    at.room.streams?.run?.({ dynoId: id }).close()
    await at.clock.advance(4000)
    at.room.output({ dynoId: id, kind: 'raw', lines: ['said meanwhile'], dropped: 0 })
    const again = at.room.streams?.run?.({ dynoId: id })
    expect(await again?.next()).toEqual({ kind: 'output', text: 'said meanwhile' })
    await at.clock.advance(10 * minute)
    expect(at.kernel.state.dynos[id]).toMatchObject({ stopping: null, errors: [] })
    expect(() => at.room.streams?.run?.({ dynoId: id })).toThrow()
  })

  it('are hung up on after an hour without input or output, and not while somebody types (DY11)', async () => {
    const at = await running((spec) => (spec.kind === 'run' ? { exitAfterMs: null } : {}))
    const id = start(at, { command: 'bash' })
    at.room.streams?.run?.({ dynoId: id })
    await at.clock.advance(50 * minute)
    at.room.calls?.['run:write']?.({ dynoId: id, text: 'ls' }, { by: 'me', cause: testCause })
    await at.clock.advance(50 * minute)
    expect(at.kernel.state.dynos[id]).toBeDefined()
    await at.clock.advance(11 * minute)
    expect(at.kernel.state.dynos[id]).toBeUndefined()
    expect(at.events().filter((event) => event.type === 'dyno.exited').map((event) => event.data)).toMatchObject([{ signal: 'SIGHUP' }])
  })

  it('say so where their output was lost on a caller that did not read', async () => {
    const at = await running((spec) => (spec.kind === 'run' ? { exitAfterMs: null } : {}))
    const id = start(at, { command: 'yes' })
    const reader = at.room.streams?.run?.({ dynoId: id })
    for (let piece = 0; piece < 80; piece++) at.room.output({ dynoId: id, kind: 'raw', lines: [String(piece).padEnd(60_000)], dropped: 0 })
    at.room.output({ dynoId: id, kind: 'raw', lines: ['the last'], dropped: 0 })
    let text = ''
    for (let read = 0; read < 64; read++) text += JSON.stringify(await reader?.next())
    expect(text).toContain('output was lost here')
    expect(text).toContain('the last')
  })

  it('are refused before the first deploy', async () => {
    const at = world()
    at.commit({ type: 'app.created', app, data: { name: 'demo', owner: 'me', stack: 'heroku-24' } })
    expect(() => start(at, { command: 'bash' })).toThrow('there is nothing to run')
  })

  it('the release phase answers with its exit status and its output', async () => {
    const at = world((spec) => (spec.kind === 'release' ? { prints: ['migrating'], exitAfterMs: 100, exitStatus: 1 } : {}))
    await deploy(at)
    const said: string[] = []
    const phase = at.room.releasePhase({ appId: app, version: 3, command: 'migrate', cause: testCause, say: (text) => said.push(text) })
    await at.clock.advance(500)
    expect(await phase).toEqual({ exitStatus: 1, message: 'release command ended with status 1' })
    expect(said).toEqual(['migrating\n'])
    expect(at.logs.some((line) => line.text === 'migrating' && /^release\.\d{4}$/.test(line.ps))).toBe(true)
  })

  it('the release phase says why its command could not be run', async () => {
    const at = world()
    await deploy(at)
    const phase = at.room.releasePhase({ appId: app, version: 3, command: 'migrate', cause: testCause, say: () => {} })
    const dyno = Object.values(at.kernel.state.dynos).find(({ kind }) => kind === 'release')
    at.room.observed({ kind: 'exited', dynoId: dyno?.id ?? '', exitStatus: null, signal: null, failure: 'no network was free' })
    expect(await phase).toEqual({ exitStatus: null, message: 'release command could not be run to its end: no network was free' })
  })
})
