// What every Machine keeps: answers that a page can show and a person can act on.

import { expect, it } from 'vitest'
import { calls } from '../../../shared/protocol/calls.ts'
import type { Machine } from './machine.ts'

/** `make` gives a machine with nothing wrong, and one that has no git. */
export function machineContract(make: () => { readonly sound: Machine; readonly withoutGit: Machine }): void {
  it('MA1 each check has a name of its own, and answers in the words of the contract', async () => {
    const checks = await make().sound.check()
    const { checks: read } = calls['doctor:check'].output.parse({ checks: [...checks] })
    expect(read.length).toBeGreaterThan(0)
    expect(new Set(read.map(({ id }) => id)).size).toBe(read.length)
    for (const check of read) expect([check.title, check.found, check.purpose].every((text) => text.trim() !== ''), check.id).toBe(true)
  })

  it('MA2 what is a problem says what to do about it; what is fine asks for nothing', async () => {
    for (const machine of Object.values(make())) {
      for (const check of await machine.check()) {
        if (check.state === 'problem') expect(check.fix, check.id).not.toBeNull()
        if (check.state === 'fine') expect(check.command, check.id).toBeNull()
      }
    }
  })

  it('MA3 without git nothing can be pushed: a problem, with the line that installs it', async () => {
    const checks = await make().withoutGit.check()
    const git = checks.find(({ id }) => id === 'git')
    expect(git).toMatchObject({ state: 'problem', group: 'needed' })
    expect(git?.command).toContain('git')
  })
}
