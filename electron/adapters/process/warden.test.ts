import { spawn, type ChildProcess } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import { createProcessTable } from './process-table.ts'
import { findShell } from './shell.ts'
import { createWarden } from './warden.ts'

const table = createProcessTable()
const wardens = async (): Promise<number> => (await table.read()).filter((row) => row.parent === process.pid).length

describe.skipIf(process.platform === 'win32')('the warden', () => {
  const children: ChildProcess[] = []
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })
  const group = (): number => {
    const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' })
    children.push(child)
    return child.pid ?? 0
  }

  it('starts with the first dyno, leaves on a proper stop, and harms nobody on the way', async () => {
    const before = await wardens()
    const warden = createWarden(findShell, 'session-w')
    expect(await wardens()).toBe(before)
    const [one, two] = [group(), group()]
    warden.guard(one)
    warden.guard(two)
    warden.dismiss(two)
    expect(await wardens()).toBe(before + 3)
    await warden.stop()
    expect(await wardens()).toBe(before + 2)
    expect(await table.startOf(one)).not.toBeNull()
  })

  it('can be stopped without ever having had work', async () => {
    await createWarden(findShell, 'session-w').stop()
  })
})
