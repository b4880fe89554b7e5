import { describe, expect, it } from 'vitest'
import type { ReviewApp } from '../../../shared/domain/pipeline.ts'
import { configMask, redactEvent, redactState } from '../../../shared/protocol/redact.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import type { Files } from '../sim/simulated-build-host.ts'
import { code, openShop, withRelease, type Shop, type ShopOptions } from './pipelines.fixture.ts'
import { createSimulatedPartners, type SimulatedReply } from '../sim/simulated-partners.ts'

const withAppJson = (appJson: unknown, files: Files = code): Files => ({ ...files, 'app.json': JSON.stringify(appJson, null, 2) })
const reviews = (shop: Shop): ReviewApp[] => Object.values(shop.world.engine.kernel.state.reviewApps)
const review = (shop: Shop, at = 0): ReviewApp => {
  const found = reviews(shop)[at]
  if (found === undefined) throw new Error('no review app')
  return found
}
const isDone = (shop: Shop, at = 0) => () => ['created', 'errored', 'deleted'].includes(reviews(shop)[at]?.status ?? '')
const oneOffs = (shop: Shop): string[] => shop.events().flatMap((event) => (event.type === 'dyno.created' && event.data.kind === 'run' ? [event.data.command] : []))

const cellar = JSON.stringify({ id: 'cellar', plans: ['basic', 'gold'], api: { config_vars: ['CELLAR_URL'], password: 'p', sso_salt: 's', requires: ['many_per_app'], test: { base_url: 'http://localhost:1/' } } })

/** A partner that answers this to provisioning, and is content with what else it is asked. */
function withCellar(reply: SimulatedReply, saw: (asked: string) => void = () => undefined): ShopOptions {
  return {
    partners: (clock) => createSimulatedPartners(clock, ({ method, body }) => {
      if (method !== 'POST') return { status: 204 }
      const { plan, options, oauth_grant: grant } = body as { plan: string; options: unknown; oauth_grant: { code: string } }
      saw(`POST ${plan} ${JSON.stringify(options)}`)
      codes.push(grant.code)
      return reply
    }),
  }
}
const codes: string[] = []

/** The partner says that the newest one is made. */
async function settle(shop: Shop): Promise<void> {
  const { addOns, partners } = shop.world.engine.kernel.state
  const [addOn, index] = [Object.values(addOns).at(-1)?.id ?? '', Object.keys(addOns).length]
  const { accessToken: token } = await shop.call('partners:token', { grant: 'authorization_code', secret: codes.at(-1) ?? '', clientSecret: partners['cellar']?.clientSecret ?? '' })
  await shop.call('partners:config', { token, addOn, vars: [{ name: 'CELLAR_URL', value: `cellar://${index}` }] })
  await shop.call('partners:settle', { token, addOn, as: 'provision' })
  await shop.world.clock.advance(1000)
}

/** A branch of shop-dev with these files, stored and not built. */
async function withBranch(files: Files, options: ShopOptions = {}, branch = 'new-tea'): Promise<Shop & { readonly commit: string; readonly text: string }> {
  const shop = await openShop(options)
  const { commit, text, accepted } = await shop.push('shop-dev', files, { branch })
  expect(accepted).toBe(true)
  return { ...shop, commit, text }
}

async function created(files: Files, options: ShopOptions = {}): Promise<Shop> {
  const shop = await withBranch(files, options)
  await shop.call('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })
  await shop.until(isDone(shop))
  return shop
}

describe('a branch', () => {
  it('PL11 is stored without being built, and its pusher is told how to get a review app', async () => {
    const shop = await withBranch(code)
    expect(shop.text).toContain('reviewapps:create -b new-tea -p shop')
    expect([Object.keys(shop.world.engine.kernel.state.builds), reviews(shop)]).toEqual([[], []])
    expect((await shop.call('reviewapps:branches', { pipeline: 'shop' })).branches).toEqual([{ app: 'shop-dev', branch: 'new-tea', commit: shop.commit, subject: 'Sell tea' }])
  })

  it('PL11 of an app in no pipeline is stored as ever', async () => {
    const shop = await openShop()
    await shop.call('apps:create', { name: 'alone' })
    expect((await shop.push('alone', code, { branch: 'x' })).text).not.toContain('reviewapps')
  })
})

describe('a review app', () => {
  it('PL11 PL12 is made of the branch, in stage review, with config, formation and buildpacks of app.json, and its postdeploy runs once', async () => {
    const shop = await withBranch(withAppJson({
      env: { GREETING: 'hello', SECRET: { generator: 'secret' }, WINS: 'app.json' }, scripts: { postdeploy: 'node seed.js' }, formation: { web: { quantity: 2, size: 'standard-2x' } },
      buildpacks: [{ url: 'heroku/nodejs' }],
    }))
    await shop.call('reviewapps:config:set', { pipeline: 'shop', vars: { WINS: 'pipeline' } })
    const { app: name } = await shop.call('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })
    expect([name, review(shop).status]).toEqual([expect.stringMatching(/^shop-new-tea-[0-9a-f]{4}$/), 'creating'])
    await shop.until(isDone(shop))
    expect(review(shop)).toMatchObject({ status: 'created', branch: 'new-tea', app: name, notes: [], message: '' })
    const app = shop.app(name)
    expect(app.config).toEqual({ GREETING: 'hello', SECRET: expect.stringMatching(/^[0-9a-f]{64}$/), WINS: 'pipeline' })
    expect([app.formation['web'], app.buildpacks]).toEqual([{ quantity: 2, size: 'standard-2x' }, ['heroku/nodejs']])
    expect(shop.world.engine.kernel.state.slugs[shop.slugOf(name) ?? '']?.commit).toBe(shop.commit)
    expect(oneOffs(shop)).toEqual(['node seed.js'])
    await shop.push('shop-dev', withAppJson({ scripts: { postdeploy: 'node seed.js' } }, { ...code, 'server.js': '2' }), { branch: 'new-tea', parent: shop.commit })
    await shop.until(() => review(shop).commit !== shop.commit && review(shop).status === 'created')
    expect(oneOffs(shop)).toEqual(['node seed.js'])
  })

  it('PL12 comes with the add-ons of app.json, made and waited for before it is built; they go with it', async () => {
    let commands = ''
    const shop = await withBranch(withAppJson({ addons: ['cellar:gold', { plan: 'cellar', as: 'wine', options: { size: 3 } }], scripts: { postdeploy: 'node seed.js' } }), withCellar({ status: 202, text: '{}' }, (asked) => (commands += `${asked} `)))
    await shop.call('addons:partner:add', { manifest: cellar })
    expect(await shop.call('reviewapps:preview', { pipeline: 'shop', branch: 'new-tea' })).toMatchObject({ addOns: [{ plan: 'cellar:gold', monthMicros: null }, { plan: 'cellar:basic', monthMicros: null }], notes: [] })
    await shop.call('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })
    await shop.world.clock.advance(60_000)
    expect([review(shop).status, review(shop).message, Object.keys(shop.world.engine.kernel.state.builds)]).toEqual(['creating', 'Making the add-on cellar:gold.', []])
    await settle(shop)
    await settle(shop)
    await shop.until(isDone(shop))
    expect(review(shop)).toMatchObject({ status: 'created', notes: [] })
    expect((await shop.call('config:get', { app: review(shop).app ?? '' }))).toEqual({ CELLAR_URL: 'cellar://1', WINE_URL: 'cellar://2' })
    const order = shop.events().filter(({ type }) => ['addon.provisioned', 'build.started', 'release.succeeded'].includes(type)).map(({ type }) => type)
    expect(order.lastIndexOf('addon.provisioned')).toBeLessThan(order.indexOf('build.started'))
    expect(oneOffs(shop)).toEqual(['node seed.js'])
    expect(commands).toBe('POST gold {} POST basic {"size":"3"} ')
    await shop.call('reviewapps:destroy', { app: review(shop).app ?? '' })
    await shop.until(() => Object.keys(shop.world.engine.kernel.state.addOns).length === 0)
  })

  it('PL12 errors when one of them can not be made, and may be destroyed while one is being made', async () => {
    const failing = await withBranch(withAppJson({ addons: ['cellar'] }), withCellar({ status: 422, text: '{"message":"Sold out."}' }))
    await failing.call('addons:partner:add', { manifest: cellar })
    await failing.call('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })
    await failing.until(isDone(failing))
    expect(review(failing)).toMatchObject({ status: 'errored', message: expect.stringContaining('The add-on cellar:basic of app.json could not be made: cellar: Sold out.') })
    expect(Object.keys(failing.world.engine.kernel.state.builds)).toEqual([])

    const slow = await withBranch(withAppJson({ addons: ['cellar'] }), withCellar({ status: 202, text: '{}' }))
    await slow.call('addons:partner:add', { manifest: cellar })
    await slow.call('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })
    await slow.world.clock.advance(60_000)
    await slow.call('reviewapps:destroy', { app: review(slow).app ?? '' })
    expect(review(slow)).toMatchObject({ status: 'deleted' })

    const wrong = await withBranch(withAppJson({ addons: ['cellar:huge'] }), withCellar({ status: 202, text: '{}' }))
    await wrong.call('addons:partner:add', { manifest: cellar })
    expect(await wrong.refusal('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })).toBe('addon-plan-unknown')
  })

  it('PL12 tells of add-ons that are not made and of what counts for nothing, and is made all the same', async () => {
    const shop = await created(withAppJson({ addons: ['heroku-postgresql:mini'], colour: 'red', formation: { worker: { quantity: 1 } } }))
    expect(review(shop).status).toBe('created')
    expect(review(shop).notes).toEqual([
      'app.json asks for the add-on heroku-postgresql:mini. It is not offered here, so the app comes without it and without its config vars.',
      'app.json says "colour", which counts for nothing here.',
      expect.stringContaining("The formation of worker in app.json could not be had: Couldn't find that process type: worker."),
    ])
  })

  it('PL12 can be looked at before it is made: where each config var comes from, and no value', async () => {
    const shop = await withBranch(withAppJson({ env: { GREETING: 'value-1', SECRET: { generator: 'secret' } }, scripts: { 'postdeploy': 'a', 'pr-predestroy': 'b' } }))
    await shop.call('reviewapps:config:set', { pipeline: 'shop', vars: { OURS: 'value-2' } })
    const seq = shop.events().length
    const preview = await shop.call('reviewapps:preview', { pipeline: 'shop', branch: 'new-tea' })
    expect(preview).toMatchObject({ parent: 'shop-dev', commit: shop.commit, hasAppJson: true, stack: 'heroku-24', postdeploy: 'a', predestroy: 'b', config: [{ key: 'GREETING', from: 'app.json' }, { key: 'OURS', from: 'pipeline' }, { key: 'SECRET', from: 'generated' }] })
    expect([JSON.stringify(preview).includes('value-'), shop.events().length]).toEqual([false, seq])
  })

  it('PL12 is refused, with nothing made, by a wrong app.json, a config var nobody gives, a branch that is not there, or one that has its own', async () => {
    const broken = await withBranch({ ...code, 'app.json': '{\n  "env": 3\n}' })
    expect(await broken.refusal('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })).toBe('app-json-invalid')
    const needing = await withBranch(withAppJson({ env: { KEY: { description: 'of the bank' } } }))
    expect(await needing.refusal('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })).toBe('app-json-env-missing')
    await needing.call('reviewapps:config:set', { pipeline: 'shop', vars: { KEY: 'x' } })
    await needing.call('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })
    expect(await needing.refusal('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })).toBe('review-app-exists')
    for (const branch of ['none', 'main']) expect(await needing.refusal('reviewapps:create', { pipeline: 'shop', branch })).toBe('branch-not-found')
    expect(await needing.refusal('reviewapps:destroy', { app: 'shop-dev' })).toBe('review-app-not-found')
  })

  it('PL13 errors when its build, its release command or its postdeploy fails, and says which', async () => {
    const noBuild = await created({ 'readme.txt': 'no language' })
    expect(review(noBuild)).toMatchObject({ status: 'errored', message: expect.stringContaining('No default language could be detected') })
    const noRelease = await created(withRelease, { exits: ({ kind }) => (kind === 'release' ? 1 : 0) })
    expect(review(noRelease)).toMatchObject({ status: 'errored', message: expect.stringContaining('the release command of v3 failed') })
    const noSeed = await created(withAppJson({ scripts: { postdeploy: 'node seed.js' } }), { exits: () => 7 })
    expect(review(noSeed)).toMatchObject({ status: 'errored', message: "The postdeploy script ended with status 7. Its output is in the app's log." })
  })

  it('PL13 that errored is made whole by the next push to its branch', async () => {
    let status = 7
    const shop = await created(withAppJson({ scripts: { postdeploy: 'node seed.js' } }), { exits: () => status })
    status = 0
    await shop.push('shop-dev', withAppJson({ scripts: { postdeploy: 'node seed.js' } }, { ...code, 'server.js': '2' }), { branch: 'new-tea' })
    await shop.until(() => review(shop).status === 'created')
    expect(oneOffs(shop)).toEqual(['node seed.js', 'node seed.js'])
  })

  it('PL14 is destroyed after its pr-predestroy has run, whatever that says', async () => {
    const shop = await created(withAppJson({ scripts: { 'pr-predestroy': 'node leave.js' } }), { exits: ({ command }) => (command === 'node leave.js' ? 5 : 0) })
    const name = review(shop).app ?? ''
    await shop.call('reviewapps:destroy', { app: name })
    expect(review(shop)).toMatchObject({ status: 'deleted', app: name, appId: null, message: 'Its pr-predestroy script ended with status 5.' })
    expect(oneOffs(shop)).toEqual(['node leave.js'])
    expect(Object.values(shop.world.engine.kernel.state.apps).map((app) => app.name)).not.toContain(name)
    expect(await shop.call('pipelines:destroy', { pipeline: 'shop' })).toBeDefined()
  })

  it('PL14 goes when its branch is deleted, also in the middle of its build, and when its app is destroyed', async () => {
    const shop = await withBranch(code)
    await shop.call('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })
    expect(await shop.refusal('pipelines:destroy', { pipeline: 'shop' })).toBe('pipeline-has-review-apps')
    await shop.world.git.push('shop-dev', 'new-tea', null)
    await shop.until(() => review(shop).status === 'deleted')
    await shop.push('shop-dev', code, { branch: 'second' })
    const { app } = await shop.call('reviewapps:create', { pipeline: 'shop', branch: 'second' })
    await shop.until(isDone(shop, 1))
    expect(await shop.refusal('pipelines:remove', { app })).toBe('review-app-stays')
    await shop.call('apps:destroy', { app, confirm: app })
    expect(review(shop, 1).status).toBe('deleted')
  })

  it('PL15 comes by itself where the pipeline says so, with an error in the list where it can not', async () => {
    const shop = await openShop()
    await shop.call('reviewapps:enable', { pipeline: 'shop', app: 'shop-dev', automatic: true })
    expect((await shop.push('shop-dev', code, { branch: 'good' })).text).toContain('a review app of it is made in pipeline shop')
    await shop.push('shop-dev', { ...code, 'app.json': '[' }, { branch: 'bad' })
    await shop.push('shop-staging', code, { branch: 'elsewhere' })
    await shop.until(() => reviews(shop).length === 2 && reviews(shop).every(({ status }) => status !== 'creating'))
    expect(reviews(shop).map(({ branch, status, appId }) => [branch, status, appId !== null])).toEqual([['good', 'created', true], ['bad', 'errored', false]])
    expect(review(shop, 1).message).toBe('app.json line 1: It ends too early.')
    await shop.world.git.push('shop-dev', 'bad', null)
    expect(review(shop, 1).status).toBe('deleted')
    await shop.call('reviewapps:disable', { pipeline: 'shop' })
    await shop.push('shop-dev', code, { branch: 'third' })
    expect(reviews(shop)).toHaveLength(2)
  })

  it('PL13 that an engine did not end errors with the next one', async () => {
    const journal = createMemoryJournal()
    const shop = await withBranch(code, { journal })
    await shop.call('reviewapps:create', { pipeline: 'shop', branch: 'new-tea' })
    expect(review(await openShop({ journal }))).toMatchObject({ status: 'errored', message: expect.stringContaining('The engine stopped while it was being made.') })
  })

  it('PL10 config vars for review apps are masked in state and events', async () => {
    const shop = await openShop()
    await shop.call('reviewapps:config:set', { pipeline: 'shop', vars: { KEY: 'value-1' } })
    expect(await shop.call('reviewapps:config:get', { pipeline: 'shop' })).toEqual({ KEY: 'value-1' })
    const { state } = shop.world.engine.kernel
    expect(JSON.stringify([redactState(state), shop.events().map(redactEvent)])).not.toContain('value-1')
    expect(Object.values(redactState(state).pipelines)[0]?.review.config).toEqual({ KEY: configMask })
    expect(await shop.refusal('reviewapps:config:set', { pipeline: 'shop', vars: { PORT: '1' } })).toBe('config-key-reserved')
  })

  it('PL11 has a name that fits, however long or strange its branch', async () => {
    const shop = await openShop()
    for (const [at, branch] of ['feature/JIRA-1234_a-very-long-name-of-a-branch-indeed', 'äé', '123'].entries()) {
      await shop.push('shop-dev', code, { branch })
      const { app } = await shop.call('reviewapps:create', { pipeline: 'shop', branch })
      expect(app).toMatch([/^shop-feature-jira-1234-a-[0-9a-f]{4}$/, /^shop-a-e-[0-9a-f]{4}$/, /^shop-123-[0-9a-f]{4}$/][at] ?? /$^/)
    }
  })
})
