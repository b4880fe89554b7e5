// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { appNamed, teaState } from '../console/console-world.fixture.ts'
import { farEngine } from '../views/terminal/far-engine.fixture.ts'
import { useConnection } from './connection.ts'
import { takeSnapshot, useMirror } from './mirror.ts'
import { closeOneOff, joinOneOff, oneOffsMax, openOneOff, openOwnShell, openShell, resizeOneOff, restartOneOff, typeInto, useOneOffs } from './one-offs.ts'
import { recallOneOffs } from './one-offs-kept.ts'
import { useTerminal } from './terminal.ts'
import { useUi } from './ui.ts'

const wanted = { appId: 'id-tea', appName: 'tea', command: 'bash', inside: null, size: null }
const size = { columns: 100, rows: 30 }
const first = () => useOneOffs.getState().tabs[0]
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => takeSnapshot(teaState()))
afterEach(() => {
  useOneOffs.setState({ tabs: [] })
  useConnection.setState({ line: { kind: 'connecting', note: null } })
})

/** A tab whose dyno run.1234 is attached. */
async function attached() {
  const engine = farEngine()
  openOneOff(wanted)
  const id = first()?.id ?? ''
  const drawn: string[] = []
  const quit = joinOneOff(id, size, (text) => drawn.push(text))
  engine.reply('run:start', { seq: 0, dynoId: 'id-run.1234', name: 'run.1234' })
  await settle()
  return { engine, id, drawn, quit }
}

describe('a one-off of this window', () => {
  it('starts with the size of its screen, in a tab in front, and says what it says', async () => {
    const { engine, id, drawn } = await attached()
    expect(useUi.getState().isDrawerOpen && useTerminal.getState().tab).toBe(id)
    expect(engine.asked('run:start')).toMatchObject({ input: { app: 'tea', command: 'bash', attach: true, terminal: size } })
    engine.item('run', { kind: 'output', text: 'hello' })
    expect(drawn.join('')).toBe('hello')
    engine.item('run', { kind: 'exit', exitStatus: 3 })
    expect(first()?.phase).toEqual({ kind: 'ended', exitStatus: 3, withDyno: false })
  })

  it('is drawn again from what was kept, and starts only once', async () => {
    const { engine, id, quit } = await attached()
    engine.item('run', { kind: 'output', text: 'before' })
    quit()
    engine.item('run', { kind: 'output', text: ' between' })
    const again: string[] = []
    joinOneOff(id, size, (text) => again.push(text))
    expect(again.join('')).toBe('before between')
    expect(engine.sent.filter((message) => message.kind === 'call' && message.name === 'run:start')).toHaveLength(1)
  })

  it('gets what was typed before it was up as soon as it is, and the size its screen has by then', async () => {
    const state = teaState()
    const dyno = state.dynos['id-run.1234']
    if (dyno === undefined) throw new Error('the fixture has run.1234')
    takeSnapshot({ ...state, dynos: { ...state.dynos, [dyno.id]: { ...dyno, state: { kind: 'starting', since: 0 } } } })
    const { engine, id } = await attached()
    typeInto(id, 'l')
    typeInto(id, 's')
    resizeOneOff(id, { columns: 50, rows: 10 })
    const calls = (): unknown[] => engine.sent.flatMap((message) => (message.kind === 'call' && /^run:(write|resize)$/.test(message.name) ? [message.input] : []))
    expect(calls()).toEqual([])
    takeSnapshot(state)
    expect(calls()).toEqual([{ dynoId: dyno.id, columns: 50, rows: 10 }, { dynoId: dyno.id, text: 'ls' }])
  })

  it('gets a long paste in pieces, in order', async () => {
    const { engine, id } = await attached()
    typeInto(id, 'x'.repeat(40_000))
    await settle()
    const writes = engine.sent.flatMap((message) => (message.kind === 'call' && message.name === 'run:write' ? [(message.input as { text: string }).text.length] : []))
    expect(writes).toEqual([32_768, 7232])
  })

  it('ends when its tab is closed, and an ended one can be run again', async () => {
    const { engine, id } = await attached()
    engine.item('run', { kind: 'exit', exitStatus: 0 })
    restartOneOff(id)
    await settle()
    expect(first()?.phase.kind).toBe('starting')
    engine.reply('run:start', { seq: 0, dynoId: 'id-run.1234', name: 'run.2222' })
    await settle()
    void closeOneOff(id)
    await settle()
    expect(engine.asked('ps:stop')).toMatchObject({ input: { app: 'tea', dyno: 'run.2222' } })
    engine.reply('ps:stop', { seq: 0 })
    await settle()
    expect(useOneOffs.getState().tabs).toEqual([])
    expect(useTerminal.getState().tab).toBe('console')
  })

  it('that the engine refuses says why in its tab', async () => {
    const engine = farEngine()
    openOneOff(wanted)
    joinOneOff(first()?.id ?? '', size, () => {})
    engine.refuse('run:start', new PlatformError('nothing-to-run', { app: 'tea' }))
    await settle()
    expect(first()?.phase).toMatchObject({ kind: 'refused', error: { code: 'nothing-to-run' } })
  })

  it('there are so many and no more', () => {
    for (let at = 0; at < oneOffsMax; at++) openOneOff(wanted)
    expect(() => openOneOff(wanted)).toThrow(/are open/)
  })
})

describe('a shell inside a dyno that runs (DY32)', () => {
  /** A tab inside of web.1, whose program is exec-1. */
  async function inside() {
    const engine = farEngine()
    openShell(appNamed('tea'), 'web.1')
    const id = first()?.id ?? ''
    joinOneOff(id, size, () => {})
    engine.reply('ps:exec', { execId: 'exec-1', dyno: 'web.1', dynoId: 'id-web.1' })
    await settle()
    return { engine, id }
  }

  function without(...names: string[]): void {
    const state = teaState()
    takeSnapshot({ ...state, dynos: Object.fromEntries(Object.entries(state.dynos).filter(([, dyno]) => !names.includes(dyno.name))) })
  }

  it('is asked for by the name of the dyno, and what is typed and its size go to the program', async () => {
    const { engine, id } = await inside()
    expect(engine.asked('ps:exec')).toMatchObject({ input: { app: 'tea', dyno: 'web.1', command: 'bash', terminal: size } })
    expect(engine.asked('run')).toMatchObject({ input: { dynoId: 'exec-1' } })
    typeInto(id, 'ls')
    resizeOneOff(id, { columns: 50, rows: 10 })
    expect(engine.asked('run:write')).toMatchObject({ input: { dynoId: 'exec-1', text: 'ls' } })
    expect(engine.asked('run:resize')).toMatchObject({ input: { dynoId: 'exec-1', columns: 50, rows: 10 } })
    expect(first()).toMatchObject({ inside: 'web.1', name: 'web.1', phase: { kind: 'attached' } })
  })

  it('says its exit status when it ends by itself, whatever becomes of the dyno then', async () => {
    const { engine } = await inside()
    engine.item('run', { kind: 'exit', exitStatus: 3 })
    without('web.1')
    expect(first()?.phase).toEqual({ kind: 'ended', exitStatus: 3, withDyno: false })
  })

  it('says that it ended with its dyno, whichever end is heard of first', async () => {
    const { engine } = await inside()
    engine.item('run', { kind: 'exit', exitStatus: 137 })
    without('web.2')
    expect(first()?.phase).toEqual({ kind: 'ended', exitStatus: 137, withDyno: false })
    without('web.1')
    expect(first()?.phase).toMatchObject({ withDyno: true })
    takeSnapshot(teaState())
    useOneOffs.setState({ tabs: [] })
    const { engine: next } = await inside()
    without('web.1')
    next.item('run', { kind: 'exit', exitStatus: null })
    expect(first()?.phase).toEqual({ kind: 'ended', exitStatus: null, withDyno: true })
  })

  it('a closed tab hangs up, and the dyno is left alone', async () => {
    const { engine, id } = await inside()
    await closeOneOff(id)
    expect(useOneOffs.getState().tabs).toEqual([])
    expect(engine.sent.some((message) => message.kind === 'close')).toBe(true)
    expect(engine.sent.some((message) => message.kind === 'call' && message.name === 'ps:stop')).toBe(false)
  })

  it('is found again by a new page, and runs again in the same dyno', async () => {
    const { engine, id } = await inside()
    expect(recallOneOffs()).toMatchObject([{ id, inside: 'web.1', lineId: 'exec-1', dynoId: 'id-web.1', phase: { kind: 'away' } }])
    engine.hangUp()
    const next = farEngine()
    expect(next.asked('run')).toMatchObject({ input: { dynoId: 'exec-1' } })
    next.item('run', { kind: 'exit', exitStatus: 0 })
    restartOneOff(id)
    next.refuse('ps:exec', new PlatformError('exec-not-up', { dyno: 'web.1', why: 'it is not up' }))
    await settle()
    expect(first()?.phase).toMatchObject({ kind: 'refused', error: { code: 'exec-not-up' } })
  })
})

describe('a shell of the owner\'s (WS4)', () => {
  async function shell() {
    const engine = farEngine()
    openOwnShell(appNamed('tea'))
    const id = first()?.id ?? ''
    joinOneOff(id, size, () => {})
    engine.reply('shell:open', { shellId: 'shell-1', name: 'zsh', folder: '/home/ada/tea' })
    await settle()
    return { engine, id }
  }

  it('is asked for with the size of its screen and the chosen app, and has the name it turns out to have', async () => {
    const { engine, id } = await shell()
    expect(engine.asked('shell:open')).toMatchObject({ input: { app: 'tea', terminal: size } })
    expect(first()).toMatchObject({ command: 'zsh', folder: '/home/ada/tea', lineId: 'shell-1', dynoId: null, phase: { kind: 'attached' } })
    typeInto(id, 'ls')
    expect(engine.asked('run:write')).toMatchObject({ input: { dynoId: 'shell-1', text: 'ls' } })
    useOneOffs.setState({ tabs: [] })
    openOwnShell(null)
    const next = farEngine()
    joinOneOff(first()?.id ?? '', size, () => {})
    expect(next.asked('shell:open').input).toEqual({ terminal: size })
  })

  it('hears what was typed before it was there', async () => {
    const engine = farEngine()
    openOwnShell(null)
    const id = first()?.id ?? ''
    joinOneOff(id, size, () => {})
    typeInto(id, 'heroku apps')
    engine.reply('shell:open', { shellId: 'shell-1', name: 'zsh', folder: '/home/ada' })
    await settle()
    expect(engine.asked('run:write')).toMatchObject({ input: { dynoId: 'shell-1', text: 'heroku apps' } })
  })

  it('is found again by a new page, with no dyno to look for, and says so when it is gone', async () => {
    const { engine, id } = await shell()
    expect(recallOneOffs()).toMatchObject([{ id, isOwnShell: true, command: 'zsh', lineId: 'shell-1', phase: { kind: 'away' } }])
    engine.hangUp()
    const next = farEngine()
    expect(next.asked('run')).toMatchObject({ input: { dynoId: 'shell-1' } })
    next.end('run')
    expect(first()?.phase.kind).toBe('lost')
  })

  it('a closed tab hangs up, and stops no dyno', async () => {
    const { engine, id } = await shell()
    await closeOneOff(id)
    expect(engine.sent.some((message) => message.kind === 'close')).toBe(true)
    expect(engine.sent.some((message) => message.kind === 'call' && message.name === 'ps:stop')).toBe(false)
  })
})

describe('after a lost line or a reload', () => {
  it('what still runs is taken up again', async () => {
    const { engine, drawn } = await attached()
    engine.hangUp()
    expect(first()?.phase.kind).toBe('away')
    const next = farEngine()
    expect(first()?.phase.kind).toBe('attached')
    expect(next.asked('run')).toMatchObject({ input: { dynoId: 'id-run.1234' } })
    expect(drawn.join('')).toContain('attached again')
  })

  it('what ended meanwhile says so', async () => {
    const { engine } = await attached()
    engine.hangUp()
    const state = teaState()
    takeSnapshot({ ...state, dynos: {} })
    farEngine()
    expect(first()?.phase.kind).toBe('lost')
  })

  it('a new page finds its running tabs, away until the engine is asked, and no ended ones', async () => {
    const { engine, id } = await attached()
    expect(recallOneOffs()).toMatchObject([{ id, name: 'run.1234', phase: { kind: 'away' } }])
    engine.item('run', { kind: 'exit', exitStatus: 0 })
    expect(recallOneOffs()).toEqual([])
    sessionStorage.setItem('dynarium:one-offs', '[{"id":1},null,"x"]')
    expect(recallOneOffs()).toEqual([])
  })

  it('nothing is drawn twice when the mirror is known later than the line', async () => {
    const { engine } = await attached()
    engine.hangUp()
    useMirror.setState({ isKnown: false })
    const next = farEngine()
    expect(first()?.phase.kind).toBe('away')
    useMirror.setState({ isKnown: true })
    expect(first()?.phase.kind).toBe('attached')
    expect(next.sent.filter((message) => message.kind === 'open' && message.name === 'run')).toHaveLength(1)
  })
})
