import { describe, expect, it } from 'vitest'
import type { Push } from '../ports/git-host.ts'
import { branchOf, judgeRefs } from './pushed-refs.ts'

const commit = 'a'.repeat(40)
const none = '0'.repeat(40)
const push = (ref: string, newCommit = commit): Push => ({ appName: 'x', ref, oldCommit: none, newCommit, subject: '', handle: 'h', by: 'me' })

describe('the refs of a push', () => {
  it.each(['refs/heads/main', 'refs/heads/master'])('%s is built', (ref) => {
    expect(judgeRefs([push(ref)])).toMatchObject({ build: { ref }, skipped: [] })
  })

  it('others are skipped, also beside main', () => {
    const judged = judgeRefs([push('refs/heads/feature'), push('refs/heads/main'), push('refs/tags/v1')])
    expect([judged.build?.ref, judged.skipped.map(({ ref }) => branchOf(ref))]).toEqual(['refs/heads/main', ['feature', 'tags/v1']])
  })

  it('deleting another branch is nothing to speak of; deleting main is refused', () => {
    expect(judgeRefs([push('refs/heads/feature', none)])).toEqual({ build: null, skipped: [] })
    expect(() => judgeRefs([push('refs/heads/main', none)])).toThrow(expect.objectContaining({ code: 'ref-undeletable' }))
  })

  it('main and master at once are refused', () => {
    expect(() => judgeRefs([push('refs/heads/main'), push('refs/heads/master')])).toThrow(expect.objectContaining({ code: 'refs-ambiguous' }))
  })
})
