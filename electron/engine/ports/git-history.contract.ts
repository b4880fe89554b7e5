// What every GitHost must do with commits that were pushed: the same bodies run against the simulated host and the system's git.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GitHost } from './git-host.ts'

export type GitHistoryFixture = {
  readonly host: GitHost
  /** Pushes a commit to a branch of an app, and answers its id. `one` and `two` are ids of apps. */
  push(app: 'one' | 'two', commit: { branch: string; parent: string | null; files: Readonly<Record<string, string>>; subject: string }): Promise<string>
  remove(app: 'one' | 'two', branch: string): Promise<void>
  /** `ref commit` of each push that landed. */
  landed(): readonly string[]
  close(): Promise<void>
}

const absent = 'e'.repeat(40)

export function gitHistoryContract(name: string, make: () => Promise<GitHistoryFixture>): void {
  describe(`GitHost contract, history: ${name}`, () => {
    let fixture: GitHistoryFixture

    beforeEach(async () => {
      fixture = await make()
    })
    afterEach(() => fixture.close())

    const begin = (app: 'one' | 'two' = 'one', subject = 'Begin'): Promise<string> => fixture.push(app, { branch: 'main', parent: null, files: { 'a.txt': `1 ${subject}` }, subject })

    it('lists the branches of an app by name, and none of one that nothing was pushed to', async () => {
      const first = await begin()
      const second = await fixture.push('one', { branch: 'feature/tea', parent: first, files: { 'a.txt': '2' }, subject: 'Sell tea' })
      expect(await fixture.host.branches('one')).toEqual([{ name: 'feature/tea', commit: second, subject: 'Sell tea' }, { name: 'main', commit: first, subject: 'Begin' }])
      expect(await fixture.host.branches('two')).toEqual([])
      await fixture.remove('one', 'feature/tea')
      expect((await fixture.host.branches('one')).map((branch) => branch.name)).toEqual(['main'])
    })

    it('tells of a push when its refs have moved, deletions too', async () => {
      const first = await begin()
      await fixture.push('one', { branch: 'tea', parent: first, files: { 'a.txt': '2' }, subject: 'Tea' })
      await fixture.remove('one', 'tea')
      expect(fixture.landed().map((line) => line.replace(/[1-9a-f][0-9a-f]{39}/, 'commit'))).toEqual(['refs/heads/main commit', 'refs/heads/tea commit', `refs/heads/tea ${'0'.repeat(40)}`])
    })

    it('reads a file of a commit, and says when there is none', async () => {
      const first = await fixture.push('one', { branch: 'main', parent: null, files: { 'app.json': '{"name":"é"}\n', 'deep/x.txt': 'x' }, subject: 'Begin' })
      const second = await fixture.push('one', { branch: 'main', parent: first, files: { 'app.json': '{}', 'deep/x.txt': 'x' }, subject: 'Less' })
      expect(await fixture.host.readFile({ appId: 'one', commit: first, path: 'app.json' })).toBe('{"name":"é"}\n')
      expect(await fixture.host.readFile({ appId: 'one', commit: second, path: 'app.json' })).toBe('{}')
      expect(await fixture.host.readFile({ appId: 'one', commit: second, path: 'none.json' })).toBeNull()
      expect(await fixture.host.readFile({ appId: 'one', commit: absent, path: 'app.json' })).toBeNull()
    })

    it('says what one commit has that the other has not, newest first, both ways and with whole counts', async () => {
      const first = await begin()
      const left = await fixture.push('one', { branch: 'left', parent: first, files: { 'a.txt': '2' }, subject: 'Left' })
      const right = await fixture.push('one', { branch: 'right', parent: first, files: { 'a.txt': '3' }, subject: 'Right' })
      const more = await fixture.push('one', { branch: 'right', parent: right, files: { 'a.txt': '4' }, subject: 'Right again' })
      const found = await fixture.host.compare({ appIds: ['one'], from: left, to: more, most: 100 })
      expect(found).toMatchObject({ kind: 'related', aheadCount: 2, behindCount: 1, ahead: [{ id: more, subject: 'Right again' }, { id: right, subject: 'Right' }], behind: [{ id: left, subject: 'Left' }] })
      expect(found.kind === 'related' && found.ahead.every(({ author, at }) => author !== '' && at > 0)).toBe(true)
      expect(await fixture.host.compare({ appIds: ['one'], from: left, to: more, most: 1 })).toMatchObject({ ahead: [{ id: more }], aheadCount: 2 })
      expect(await fixture.host.compare({ appIds: ['one'], from: more, to: more, most: 1 })).toEqual({ kind: 'related', ahead: [], aheadCount: 0, behind: [], behindCount: 0 })
    })

    it('looks in the repositories of all the apps, and says when none has a commit, or when histories are strangers', async () => {
      const first = await begin()
      const second = await fixture.push('two', { branch: 'main', parent: first, files: { 'a.txt': '2' }, subject: 'Elsewhere' })
      const stranger = await fixture.push('two', { branch: 'other', parent: null, files: { 'b.txt': '1' }, subject: 'Stranger' })
      expect(await fixture.host.compare({ appIds: ['one', 'two'], from: first, to: second, most: 10 })).toMatchObject({ kind: 'related', aheadCount: 1, behindCount: 0 })
      expect(await fixture.host.compare({ appIds: ['one', 'two'], from: first, to: stranger, most: 10 })).toEqual({ kind: 'unrelated' })
      expect(await fixture.host.compare({ appIds: ['one', 'two'], from: first, to: absent, most: 10 })).toEqual({ kind: 'absent', commit: absent })
    })

    it('gives a commit of one app to another as its branch main, whatever that was before', async () => {
      const first = await begin()
      const tea = await fixture.push('one', { branch: 'tea', parent: first, files: { 'a.txt': 'tea' }, subject: 'Tea' })
      await begin('two', 'Something else')
      const { handle } = await fixture.host.adopt({ from: 'one', commit: tea, to: 'two' })
      expect(handle).not.toBe('')
      expect(await fixture.host.branches('two')).toEqual([{ name: 'main', commit: tea, subject: 'Tea' }])
      expect(await fixture.host.readFile({ appId: 'two', commit: tea, path: 'a.txt' })).toBe('tea')
    })
  })
}
