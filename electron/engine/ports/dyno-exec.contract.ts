// What a program that is started in a running dyno must do, on every runtime: bodies of the DynoRuntime contract.

import { expect, it } from 'vitest'
import type { DynoOutput } from './dyno-runtime.ts'
import type { TroubleStage } from './dyno-trouble.contract.ts'

export type ExecStage = TroubleStage & { lines(id: string, kind: DynoOutput['kind']): string[] }

const terminal = { columns: 80, rows: 24 }

export function dynoExecContract(stage: ExecStage): void {
  const { start, until, find, seen, lines } = stage

  async function startServing(): Promise<string> {
    const id = await start({})
    await until(id, 'listening')
    return id
  }

  it('runs a command in a dyno, whose output and end come under its own id (DY29)', async () => {
    const dynoId = await startServing()
    const { command } = await stage.world().program({ listens: false, prints: ['hello'], exitAfterMs: 300, exitStatus: 5 })
    await stage.world().runtime.exec({ execId: 'exec-1', dynoId, command, terminal: null, env: {} })
    await until('exec-1', 'exited')
    expect(find('exec-1', 'exited')).toMatchObject({ exitStatus: 5, signal: null, failure: null })
    expect(lines('exec-1', 'raw').join('')).toContain('hello')
    expect([lines('exec-1', 'lines'), lines(dynoId, 'lines'), seen(dynoId, 'exited')]).toEqual([[], [], false])
  })

  it('gives it a terminal, takes what is typed, and ends it alone (DY29)', async () => {
    const dynoId = await startServing()
    const { runtime, program, until: wait } = stage.world()
    const { command } = await program({ listens: false, echoes: true })
    await runtime.exec({ execId: 'exec-1', dynoId, command, terminal, env: {} })
    runtime.resize('exec-1', 100, 30)
    runtime.write('exec-1', 'hello\r')
    await wait('echo', () => lines('exec-1', 'raw').join('').includes('hello'))
    runtime.signal('exec-1', 'SIGKILL')
    await until('exec-1', 'exited')
    expect(find('exec-1', 'exited')).toMatchObject({ exitStatus: 137, signal: 'SIGKILL' })
    expect(seen(dynoId, 'exited')).toBe(false)
  })

  it('ends it with its dyno (DY29)', async () => {
    const dynoId = await startServing()
    const { runtime, program } = stage.world()
    const { command } = await program({ listens: false, ignoresTerm: true })
    await runtime.exec({ execId: 'exec-1', dynoId, command, terminal: null, env: {} })
    runtime.signal(dynoId, 'SIGKILL')
    await until(dynoId, 'exited')
    await until('exec-1', 'exited')
  })

  it('refuses in words for a dyno that does not run (DY29)', async () => {
    await expect(stage.world().runtime.exec({ execId: 'exec-1', dynoId: 'nobody', command: 'true', terminal: null, env: {} })).rejects.toThrow(/^That dyno does not run any more\.$/)
    expect(seen('exec-1', 'exited')).toBe(false)
  })
}
