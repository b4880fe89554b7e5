import { describe, expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { running, testCause, type World } from './room.fixture.ts'

describe('ps:exec', () => {
  const context = { by: 'me', cause: testCause }
  const exec = (at: World, args: object = {}) => Promise.resolve(at.room.calls?.['ps:exec']?.({ app: 'demo', ...args }, context))
  const begin = async (at: World, args: object = {}): Promise<string> => ((await exec(at, args)) as { execId: string }).execId
  const refusal = (error: unknown): unknown => (error instanceof PlatformError ? error.message : error)

  it('runs a command in web.1, and gives its output and exit status to its caller, nothing to the log or the journal (DY29)', async () => {
    const at = await running((spec) => (spec.command === 'ls' ? { prints: ['Procfile\n'], exitAfterMs: 100, exitStatus: 4 } : {}))
    const [before, logged] = [at.events().length, at.logs.length]
    expect(await exec(at, { command: 'ls' })).toEqual({ execId: expect.any(String) as string, dyno: 'web.1', dynoId: at.only('web.1').id })
    const execId = await begin(at, { command: 'ls', dyno: 'web.1' })
    const reader = at.room.streams?.run?.({ dynoId: execId })
    await at.clock.advance(500)
    expect(await reader?.next()).toEqual({ kind: 'output', text: 'Procfile\n' })
    expect(await reader?.next()).toEqual({ kind: 'exit', exitStatus: 4 })
    expect(await reader?.next()).toBeNull()
    expect([at.events().length, at.logs.length]).toEqual([before, logged])
  })

  it('passes on what is typed, and ends with its dyno (DY29)', async () => {
    const at = await running()
    const execId = await begin(at, { terminal: { columns: 80, rows: 24 } })
    const reader = at.room.streams?.run?.({ dynoId: execId })
    await at.clock.advance(100)
    await reader?.next()
    void at.room.calls?.['run:write']?.({ dynoId: execId, text: 'pwd' }, context)
    expect(await reader?.next()).toEqual({ kind: 'output', text: 'pwd' })
    at.runtime.strike(at.only('web.1').id, 'SIGKILL')
    await at.clock.advance(100)
    expect(await reader?.next()).toEqual({ kind: 'exit', exitStatus: 137 })
  })

  it('is hung up on when its caller goes away, and killed when it goes on (DY29)', async () => {
    const at = await running((spec) => (spec.kind === 'run' ? { exitAfterMs: null, termMs: null } : {}))
    const ends: (string | null)[] = []
    at.runtime.connect({ observed: (seen) => seen.kind === 'exited' && ends.push(seen.signal), output: at.room.output })
    at.room.streams?.run?.({ dynoId: await begin(at) }).close()
    await begin(at)
    await at.clock.advance(19_000)
    expect(ends).toEqual([])
    await at.clock.advance(2000)
    expect(ends).toEqual(['SIGKILL'])
    // Nobody ever came for the second.
    await at.clock.advance(10_000)
    expect(ends).toEqual(['SIGKILL', 'SIGKILL'])
    expect(at.bugs).toEqual([])
  })

  it('refuses a dyno that is not there, and one that is not up (DY29)', async () => {
    const at = await running((spec) => (spec.type === 'web' ? { listens: false } : {}))
    expect(await exec(at, { dyno: 'web.9' }).catch(refusal)).toBe('Couldn\'t find that dyno: web.9.')
    expect(await exec(at).catch(refusal)).toBe('Could not connect to web.1: it is not up.')
  })
})
