import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { gitHistoryContract } from '../../engine/ports/git-history.contract.ts'
import type { GitHost } from '../../engine/ports/git-host.ts'
import { gitWorld, type GitWorld } from './git-fixture.ts'

/** Ids of apps are their names with `id-` before them in this world. */
function withPlainIds(host: GitHost): GitHost {
  const id = (app: string): string => `id-${app}`
  return {
    ...host,
    branches: (app) => host.branches(id(app)),
    readFile: (place) => host.readFile({ ...place, appId: id(place.appId) }),
    compare: (order) => host.compare({ ...order, appIds: order.appIds.map(id) }),
    adopt: (order) => host.adopt({ ...order, from: id(order.from), to: id(order.to) }),
  }
}

async function pushCommit(world: GitWorld, app: string, { branch, parent, files, subject }: { branch: string; parent: string | null; files: Readonly<Record<string, string>>; subject: string }): Promise<string> {
  const folder = join(world.folder, 'person')
  await mkdir(folder, { recursive: true })
  await world.git(folder, 'init', '--quiet')
  await world.git(folder, 'checkout', '--quiet', ...(parent === null ? ['--orphan', `root-${Math.random()}`] : ['--detach', parent]))
  await world.git(folder, 'rm', '-r', '-f', '--quiet', '--ignore-unmatch', '.')
  const commit = await world.commit(folder, files, subject)
  const pushed = await world.git(folder, 'push', '--force', world.url(app), `HEAD:refs/heads/${branch}`)
  if (pushed.status !== 0) throw new Error(pushed.output)
  return commit
}

gitHistoryContract('the system\'s git', async () => {
  const world = await gitWorld()
  // The moment a push is over for the person is not the moment its refs are looked at.
  const settled = (count: number) => expect.poll(() => world.landed.length, { timeout: 20_000 }).toBe(count)
  let pushes = 0
  return {
    host: withPlainIds(world.host),
    push: async (app, commit) => {
      const id = await pushCommit(world, app, commit)
      await settled((pushes += 1))
      return id
    },
    remove: async (app, branch) => {
      const pushed = await world.git(join(world.folder, 'person'), 'push', world.url(app), `:refs/heads/${branch}`)
      if (pushed.status !== 0) throw new Error(pushed.output)
      await settled((pushes += 1))
    },
    landed: () => world.landed.map(({ ref, newCommit }) => `${ref} ${newCommit}`),
    close: world.close,
  }
})

it('a commit that another app was given can be exported by its handle, and stays when the first app goes', async () => {
  const world = await gitWorld()
  try {
    const commit = await pushCommit(world, 'one', { branch: 'tea', parent: null, files: { 'a.txt': 'tea', 'deep/b.txt': 'b' }, subject: 'Tea' })
    const { handle } = await world.host.adopt({ from: 'id-one', commit, to: 'id-two' })
    await world.host.forgetApp('id-one')
    const folder = join(world.folder, 'exported')
    await world.host.exportGit(handle, commit, folder, () => {})
    expect([await readFile(join(folder, 'a.txt'), 'utf8'), await readFile(join(folder, 'deep/b.txt'), 'utf8')]).toEqual(['tea', 'b'])
    await world.host.forgetApp('id-two')
    await rm(folder, { recursive: true })
    await expect(world.host.exportGit(handle, commit, folder, () => {})).rejects.toMatchObject({ code: 'source-unreadable' })
    await expect(world.host.exportGit('kept.../../etc', commit, folder, () => {})).rejects.toMatchObject({ code: 'source-unreadable' })
  } finally {
    await world.close()
  }
})

it('a push that was refused lands nowhere', async () => {
  const world = await gitWorld()
  try {
    world.receive = () => Promise.resolve({ accept: false })
    await expect(pushCommit(world, 'one', { branch: 'main', parent: null, files: { a: '1' }, subject: 'No' })).rejects.toThrow('pre-receive hook declined')
    world.receive = () => Promise.resolve({ accept: true })
    await pushCommit(world, 'one', { branch: 'main', parent: null, files: { a: '1' }, subject: 'Yes' })
    await expect.poll(() => world.landed.map(({ subject }) => subject), { timeout: 20_000 }).toEqual(['Yes'])
  } finally {
    await world.close()
  }
})
