import { describe, expect, it } from 'vitest'
import type { PlatformState } from '../../shared/domain/state.ts'
import type { Client } from '../../shared/protocol/client.ts'
import { connectClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { followState } from '../support/follow-state.ts'
import type { Repository } from '../support/repository.ts'
import { useWorld } from '../support/world.ts'

const world = useWorld('pipelines')
const patience = 60_000

/** A server that says which version and stage it is, and a release command that fails where WRECK is set. */
function writeShop(repository: Repository, version: string): void {
  repository.write('package.json', '{ "name": "shop", "private": true, "engines": { "node": "*" } }\n')
  repository.write('package-lock.json', '{ "name": "shop", "lockfileVersion": 3, "packages": { "": { "name": "shop" } } }\n')
  repository.write('server.js', `require('node:http').createServer((req, res) => res.end('${version} in ' + process.env.STAGE)).listen(process.env.PORT)\n`)
  repository.write('migrate.js', "console.log('migrating ' + process.env.STAGE)\nprocess.exit(process.env.WRECK === undefined ? 0 : 9)\n")
  repository.write('Procfile', 'web: node server.js\nrelease: node migrate.js\n')
}

const settled = (state: PlatformState) => Object.values(state.promotions).at(-1)?.targets.every(({ status }) => status !== 'pending') === true
const app = (state: PlatformState, name: string) => Object.values(state.apps).find((one) => one.name === name)
const slugOf = (state: PlatformState, name: string) => state.releases[app(state, name)?.id ?? '']?.find(({ version }) => version === app(state, name)?.currentVersion)?.slugId
const says = (name: string, text: string) => world.untilServed(name, (answer) => answer.text === text)

/** What its log holds now, once that has the text. */
async function untilLogged(client: Client, name: string, text: string): Promise<string> {
  let all = ''
  const close = client.open('logs', { app: name, lines: 1500 }, ({ lines }) => (all += lines.map((line) => `${line.text}\n`).join('')), () => {})
  try {
    return await eventually(async () => all, (log) => log.includes(text), patience)
  } finally {
    close()
  }
}

describe('a pipeline on real git and real processes', { timeout: 240_000 }, () => {
  it('PL5 PL6 PL9 ships from staging to production, with a release phase in each, and is rolled back in production', async () => {
    const repository = await world.newApp('shop-staging')
    await world.api('POST', '/apps', { name: 'shop-prod' })
    const client = await connectClient(world.host())
    const state = followState(client)
    await client.call('pipelines:create', { name: 'shop', app: 'shop-staging' })
    await client.call('pipelines:add', { pipeline: 'shop', app: 'shop-prod' })
    await client.call('config:set', { app: 'shop-staging', vars: { STAGE: 'staging' } })
    await client.call('config:set', { app: 'shop-prod', vars: { STAGE: 'production', TOKEN: 'very-secret' } })
    writeShop(repository, 'one')
    await repository.commit('Sell tea')
    const first = await repository.push(world.remote('shop-staging'))
    expect(first.ok, first.output).toBe(true)
    expect(first.output).toContain('migrating staging')
    await says('shop-staging', 'one in staging')

    const empty = await client.call('pipelines:diff', { app: 'shop-staging' })
    expect(empty.targets[0]).toMatchObject({ app: 'shop-prod', code: { kind: 'unknown' }, releaseCommand: 'node migrate.js', config: { same: [], different: ['STAGE'], missing: [], extra: ['TOKEN'] } })
    expect(JSON.stringify(empty)).not.toContain('very-secret')
    await client.call('pipelines:promote', { app: 'shop-staging' })
    await state.until(settled, patience)
    await says('shop-prod', 'one in production')
    expect(slugOf(state.now(), 'shop-prod')).toBe(slugOf(state.now(), 'shop-staging'))
    await untilLogged(client, 'shop-prod', 'migrating production')
    expect(await client.call('config:get', { app: 'shop-prod' })).toEqual({ STAGE: 'production', TOKEN: 'very-secret' })

    writeShop(repository, 'two')
    await repository.commit('Sell more tea')
    expect((await repository.push(world.remote('shop-staging'))).ok).toBe(true)
    const more = await client.call('pipelines:diff', { app: 'shop-staging' })
    expect(more.targets[0]?.code).toMatchObject({ kind: 'related', aheadCount: 1, behindCount: 0, ahead: [{ subject: 'Sell more tea', author: 'Ada' }] })
    await client.call('config:set', { app: 'shop-prod', vars: { WRECK: '1' } })
    const before = app(state.now(), 'shop-prod')?.currentVersion
    await client.call('pipelines:promote', { app: 'shop-staging' })
    await state.until(settled, patience)
    expect(Object.values(state.now().promotions).at(-1)?.targets).toMatchObject([{ app: 'shop-prod', status: 'failed', message: 'release command ended with status 9' }])
    expect(app(state.now(), 'shop-prod')?.currentVersion).toBe(before)
    await says('shop-prod', 'one in production')

    await client.call('config:set', { app: 'shop-prod', vars: { WRECK: null } }).catch(() => null)
    await client.call('pipelines:promote', { app: 'shop-staging' })
    await says('shop-prod', 'two in production')
    const target = state.now().releases[app(state.now(), 'shop-prod')?.id ?? '']?.find(({ description, status }) => description.startsWith('Promote') && status.kind === 'succeeded')
    await client.call('releases:rollback', { app: 'shop-prod', version: target?.version ?? 0 })
    await says('shop-prod', 'one in production')
    await says('shop-staging', 'two in staging')
    client.close()
  })

  it('PL11 PL12 PL13 PL14 makes a review app of a branch, follows it, and lets it go with the branch', async () => {
    const repository = await world.newApp('cafe-dev')
    const client = await connectClient(world.host())
    const state = followState(client)
    await client.call('pipelines:create', { name: 'cafe', app: 'cafe-dev' })
    writeShop(repository, 'main')
    await repository.commit('Open')
    expect((await repository.push(world.remote('cafe-dev'))).ok).toBe(true)
    writeShop(repository, 'branch')
    repository.write('app.json', JSON.stringify({
      env: { STAGE: 'review', KEY: { generator: 'secret' } }, addons: ['sendgrid', 'scheduler'],
      scripts: { 'postdeploy': 'echo "seeded in $STAGE with a key of ${#KEY}"', 'pr-predestroy': 'echo "leaving $STAGE"' }, formation: { web: { quantity: 2 } },
    }, null, 2))
    await repository.commit('Try something')
    const pushed = await repository.push(world.remote('cafe-dev'), 'HEAD:refs/heads/try-it')
    expect(pushed.ok, pushed.output).toBe(true)
    expect(pushed.output).toContain('reviewapps:create -b try-it -p cafe')

    const { app: name, reviewId } = await client.call('reviewapps:create', { pipeline: 'cafe', branch: 'try-it' })
    expect(name).toMatch(/^cafe-try-it-[0-9a-f]{4}$/)
    const status = async (wanted: string) => (await state.until(({ reviewApps }) => [wanted, 'errored'].includes(reviewApps[reviewId]?.status ?? ''), patience)).reviewApps[reviewId]
    const review = await status('created')
    expect(review).toMatchObject({ status: 'created', notes: [expect.stringContaining('add-on sendgrid')] })
    await says(name, 'branch in review')
    await untilLogged(client, name, 'seeded in review with a key of 64')
    expect(app(state.now(), name)?.formation['web']?.quantity).toBe(2)

    writeShop(repository, 'again')
    await repository.commit('Try again')
    expect((await repository.push(world.remote('cafe-dev'), 'HEAD:refs/heads/try-it')).output).toContain(`its review app ${name} is built anew`)
    await says(name, 'again in review')
    await status('created')
    expect((await untilLogged(client, name, 'seeded')).match(/seeded in review/g)).toHaveLength(1)

    const left = await repository.push(world.remote('cafe-dev'), ':refs/heads/try-it')
    expect(left.ok, left.output).toBe(true)
    expect(await status('deleted')).toMatchObject({ status: 'deleted', message: '' })
    expect(app(state.now(), name)).toBeUndefined()
    client.close()
  })
})
