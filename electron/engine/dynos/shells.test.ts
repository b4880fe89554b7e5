import { describe, expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ShellHost, ShellSink, ShellSpec } from '../ports/shell-host.ts'
import { app, deploy, testCause, world, type World } from './room.fixture.ts'

const context = { by: 'me', cause: testCause }
const terminal = { columns: 80, rows: 24 }
const minute = 60_000
const refusal = (error: unknown): unknown => (error instanceof PlatformError ? error.code : error)

/** The outside, in a test's hands. */
function shellsOutside() {
  let sink: ShellSink | null = null
  const opened: ShellSpec[] = []
  const heard: string[] = []
  const host: ShellHost = {
    connect: (given) => void (sink = given),
    open: (spec) => {
      if (opened.push(spec) > 30) return Promise.reject(new Error('no more'))
      return Promise.resolve({ name: 'zsh', folder: spec.folder ?? '/home/me' })
    },
    write: (_id, text) => void heard.push(`typed ${text}`),
    hold: (_id, isHeld) => void heard.push(isHeld ? 'held' : 'let go'),
    resize: (_id, columns, rows) => void heard.push(`${columns}x${rows}`),
    signal: (_id, signal) => void heard.push(signal),
    stop: () => Promise.resolve(void heard.push('stopped')),
  }
  return { host, opened, heard, say: (id: string, text: string) => sink?.said(id, text), end: (id: string, status: number | null) => sink?.ended(id, status) }
}

function withShells() {
  const outside = shellsOutside()
  const at = world(undefined, undefined, { host: outside.host, owner: 'me', sampleFolders: ['/samples/node'] })
  return { at, ...outside }
}

const open = async (at: World, args: object = {}) => (await at.room.calls?.['shell:open']?.({ terminal, ...args } as never, context)) as { shellId: string; name: string; folder: string }

describe('a shell of the owner\'s', () => {
  it('is on the lines of one-offs: what it says, what is typed, its size and its exit status, and nothing of it is journaled (WS3)', async () => {
    const { at, heard, say, end } = withShells()
    const before = at.events().length
    const { shellId, name } = await open(at)
    expect(name).toBe('zsh')
    const reader = at.room.streams?.run?.({ dynoId: shellId })
    say(shellId, 'hello')
    expect(await reader?.next()).toEqual({ kind: 'output', text: 'hello' })
    await at.room.calls?.['run:write']?.({ dynoId: shellId, text: 'ls' }, context)
    await at.room.calls?.['run:resize']?.({ dynoId: shellId, columns: 100, rows: 30 }, context)
    expect(heard).toEqual(['typed ls', '100x30'])
    end(shellId, 3)
    expect(await reader?.next()).toEqual({ kind: 'exit', exitStatus: 3 })
    expect(await reader?.next()).toBeNull()
    expect(at.events().length).toBe(before)
    // Its id leads nowhere any more: a dyno's would be asked.
    await at.room.calls?.['run:write']?.({ dynoId: shellId, text: 'rm' }, context)
    expect(heard).not.toContain('typed rm')
  })

  it('may be silent for ever, waits for a window that comes back, and is hung up on and killed when none does (WS3)', async () => {
    const { at, heard } = withShells()
    const { shellId } = await open(at)
    const reader = at.room.streams?.run?.({ dynoId: shellId })
    await at.clock.advance(24 * 60 * minute)
    expect(heard).toEqual([])
    reader?.close()
    await at.clock.advance(4000)
    const again = at.room.streams?.run?.({ dynoId: shellId })
    await at.clock.advance(minute)
    expect(heard).toEqual([])
    again?.close()
    await at.clock.advance(21_000)
    expect(heard).toEqual(['SIGHUP', 'SIGHUP', 'SIGHUP', 'SIGKILL'])
  })

  it('that nobody comes for is ended, and all of them with the engine (WS3)', async () => {
    const { at, heard } = withShells()
    await open(at)
    await at.clock.advance(31_000)
    expect(heard).toEqual(['SIGKILL'])
    const stopped = at.room.stop?.()
    await at.clock.advance(10_000)
    await stopped
    expect(heard).toEqual(['SIGKILL', 'stopped'])
  })

  it('waits while its window reads slower than it writes (WS3)', async () => {
    const { at, heard, say } = withShells()
    const { shellId } = await open(at)
    at.room.streams?.run?.({ dynoId: shellId })
    for (let piece = 0; piece < 20; piece++) say(shellId, 'x'.repeat(65_536))
    expect(heard).toEqual(['held'])
  })

  it('takes keys of its owner alone (WS2)', async () => {
    const { at, heard } = withShells()
    const { shellId } = await open(at)
    const other = { by: 'ada@localhost', cause: testCause }
    await expect(async () => await at.room.calls?.['run:write']?.({ dynoId: shellId, text: 'rm' }, other)).rejects.toMatchObject({ code: 'owner-only' })
    await expect(async () => await at.room.calls?.['run:resize']?.({ dynoId: shellId, ...terminal }, other)).rejects.toMatchObject({ code: 'owner-only' })
    expect(heard).toEqual([])
  })

  it('begins where the app\'s newest source came from, which no sample is (WS6)', async () => {
    const { at, opened } = withShells()
    await deploy(at)
    const built = (buildId: string, path: string) => at.commit({ type: 'build.started', app, data: { buildId, source: { kind: 'folder', path }, by: 'me' } })
    expect((await open(at, { app: 'demo' })).folder).toBe('/home/me')
    built('b1', '/home/me/demo')
    built('b2', '/samples/node')
    expect((await open(at, { app: 'demo' })).folder).toBe('/home/me/demo')
    expect((await open(at, { app: 'nobody' })).folder).toBe('/home/me')
    expect(opened.map(({ folder }) => folder)).toEqual([null, '/home/me/demo', null])
  })

  it('is refused in words where there are none, where there are too many, and where it can not be started (WS3)', async () => {
    expect(await open(world()).catch(refusal)).toBe('shell-none')
    const { at, opened, end } = withShells()
    for (let count = 0; count < 24; count++) await open(at)
    expect(await open(at).catch(refusal)).toBe('shell-failed')
    expect(opened).toHaveLength(24)
    for (const { shellId } of opened) end(shellId, 0)
    for (let count = 0; count < 6; count++) await open(at)
    expect(await open(at).catch((error: unknown) => (error as Error).message)).toBe('Your shell could not be opened: no more.')
  })
})
