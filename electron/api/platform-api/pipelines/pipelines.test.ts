import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlWorld, owner, type ControlWorld } from '../../control.fixture.ts'

const files = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', 'server.js': 'serve()', Procfile: 'web: node server.js\n' }

let at: ControlWorld

beforeEach(async () => {
  at = await controlWorld()
  await at.deploy('shop-staging')
  await at.ask('POST', '/apps', { body: { name: 'shop-prod' } })
})
afterEach(async () => {
  await at.close()
  expect(at.logged).toEqual([])
})

const idOfApp = async (name: string): Promise<string> => (await at.ask('GET', `/apps/${name}`)).json.id

async function pipeline(): Promise<string> {
  const made = await at.ask('POST', '/pipelines', { body: { name: 'shop', owner: { id: '01234567-89ab-4def-8123-456789abcdef', type: 'user' }, generation: { name: 'cedar' } } })
  expect(made).toMatchObject({ status: 201, json: { name: 'shop', owner: { type: 'user' } } })
  for (const [app, stage] of [['shop-staging', 'staging'], ['shop-prod', 'production']]) {
    expect(await at.ask('POST', '/pipeline-couplings', { body: { app, pipeline: made.json.id, stage } })).toMatchObject({ status: 201, json: { stage, pipeline: { id: made.json.id, name: 'shop' } } })
  }
  return made.json.id
}

async function pushBranch(branch: string): Promise<void> {
  const push = at.world.git.push('shop-staging', branch, at.world.git.commit({ files, parent: null, subject: 'Sell tea' }))
  await at.world.clock.advance(60_000)
  expect((await push).accepted).toBe(true)
}

describe('pipelines over the Platform API', () => {
  it('PR1 are made, found, changed and destroyed by the calls of the command line', async () => {
    const id = await pipeline()
    expect((await at.ask('GET', '/pipelines')).json).toMatchObject([{ id }])
    expect((await at.ask('GET', '/pipelines?eq[name]=shop')).json).toMatchObject([{ id }])
    expect((await at.ask('GET', '/pipelines?eq[name]=tea')).json).toEqual([])
    expect((await at.ask('GET', '/pipelines/shop')).json).toMatchObject({ id })
    const couplings = await at.ask('GET', `/pipelines/${id}/pipeline-couplings`)
    expect(couplings.json).toHaveLength(2)
    for (const path of ['/pipeline-couplings', '/users/~/pipeline-couplings']) expect((await at.ask('GET', path)).json).toEqual(couplings.json)
    const filtered = await at.ask('POST', '/filters/apps', { body: { in: { id: [...couplings.json.map((one: { app: { id: string } }) => one.app.id), '01234567-89ab-4def-8123-456789abcdef'] } }, headers: { range: 'id ..; max=1000;' } })
    expect(filtered.status).toBe(200)
    expect(filtered.json.map((app: { name: string }) => app.name).sort()).toEqual(['shop-prod', 'shop-staging'])
    expect(filtered.json[0].owner).toMatchObject({ email: owner })
    const own = await at.ask('GET', '/apps/shop-prod/pipeline-couplings')
    expect((await at.ask('GET', `/pipeline-couplings/${own.json.id}`)).json).toEqual(own.json)
    expect((await at.ask('PATCH', `/pipeline-couplings/${own.json.id}`, { body: { stage: 'development' } })).json).toMatchObject({ id: own.json.id, stage: 'development' })
    expect((await at.ask('PATCH', `/pipelines/${id}`, { body: { name: 'shops' } })).json).toMatchObject({ name: 'shops' })
    expect((await at.ask('DELETE', `/pipeline-couplings/${own.json.id}`)).status).toBe(200)
    expect((await at.ask('GET', '/apps/shop-prod/pipeline-couplings')).status).toBe(404)
    expect((await at.ask('GET', `/pipelines/${id}/pipeline-stack`)).json).toMatchObject({ stack: { name: 'heroku-24' } })
    expect((await at.ask('DELETE', `/pipelines/${id}`, { body: { name: 'shops' } })).json).toMatchObject({ id, name: 'shops' })
    expect((await at.ask('GET', `/pipelines/${id}`)).json).toMatchObject({ id: 'not_found' })
  })

  it('PR1 refuse what can not be in the form of any refusal', async () => {
    const id = await pipeline()
    expect((await at.ask('POST', '/pipelines', { body: { name: 'shop' } })).status).toBe(422)
    expect((await at.ask('POST', '/pipeline-couplings', { body: { app: { name: 'shop-prod' }, pipeline: { id }, stage: 'staging' } })).status).toBeGreaterThanOrEqual(400)
    expect((await at.ask('POST', '/pipeline-couplings', { body: { app: 'nothing', pipeline: id, stage: 'staging' } })).json).toMatchObject({ id: 'not_found' })
    expect((await at.ask('POST', '/pipeline-couplings', { body: { app: 'shop-prod', pipeline: id } })).status).toBe(400)
    expect((await at.ask('GET', '/pipeline-promotions/01234567-89ab-4def-8123-456789abcdef')).status).toBe(404)
    expect((await at.ask('POST', '/pipeline-transfers', { body: {} })).status).toBe(501)
  })

  it('PR2 a promotion is pending until every target has ended, and a target names its release then', async () => {
    const id = await pipeline()
    const [source, target] = [await idOfApp('shop-staging'), await idOfApp('shop-prod')]
    const started = await at.ask('POST', '/pipeline-promotions', { body: { pipeline: { id }, source: { app: { id: source } }, targets: [{ app: { id: target } }] } })
    expect(started).toMatchObject({ status: 201, json: { pipeline: { id }, source: { app: { id: source } } } })
    await at.world.clock.advance(60_000)
    expect((await at.ask('GET', `/pipeline-promotions/${started.json.id}`)).json).toMatchObject({ status: 'completed' })
    const { json } = await at.ask('GET', `/pipeline-promotions/${started.json.id}/promotion-targets`)
    expect(json).toMatchObject([{ app: { id: target }, status: 'succeeded', error_message: null, pipeline_promotion: { id: started.json.id } }])
    expect((await at.ask('GET', `/apps/${target}/releases/${json[0].release.id}`)).json).toMatchObject({ description: expect.stringContaining('Promote shop-staging') })
    expect((await at.ask('POST', '/pipeline-promotions', { body: { pipeline: { id }, source: { app: { id: source } }, targets: [{ app: { id: source } }] } })).status).toBe(422)
  })

  it('PR2 a target that still runs its release command names no release', async () => {
    const id = await pipeline()
    const withRelease = { ...files, Procfile: 'web: node server.js\nrelease: node migrate.js\n' }
    const push = at.world.git.push('shop-staging', 'main', at.world.git.commit({ files: withRelease, parent: null, subject: 'Migrate' }))
    await at.world.clock.advance(300_000)
    await push
    const [source, target] = [await idOfApp('shop-staging'), await idOfApp('shop-prod')]
    const { json } = await at.ask('POST', '/pipeline-promotions', { body: { pipeline: { id }, source: { app: { id: source } }, targets: [{ app: { id: target } }] } })
    expect(json.status).toBe('pending')
    expect((await at.ask('GET', `/pipeline-promotions/${json.id}/promotion-targets`)).json).toMatchObject([{ status: 'pending', release: null }])
  })

  it('PR3 PR4 a review app is made of a branch, looked at until it is there, and deleted', async () => {
    const id = await pipeline()
    await pushBranch('try-tea')
    expect((await at.ask('GET', `/pipelines/${id}/repo`)).json).toMatchObject({ full_name: 'local/shop' })
    expect((await at.ask('GET', `/pipelines/${id}/repo/branches/try-tea`)).json).toMatchObject({ name: 'try-tea' })
    expect((await at.ask('GET', `/pipelines/${id}/repo/branches/none`)).status).toBe(404)
    expect((await at.ask('PATCH', `/pipelines/${id}/stage/review/config-vars`, { body: { GREETING: 'hello', COLOUR: 'red' } })).json).toEqual({ GREETING: 'hello', COLOUR: 'red' })
    expect((await at.ask('POST', '/review-apps', { body: { branch: 'try-tea', pipeline: id, source_blob: { url: 'https://elsewhere.example/x.tgz', version: null } } })).status).toBe(422)
    const made = await at.ask('POST', '/review-apps', { body: { branch: 'try-tea', pipeline: id, source_blob: { url: 'resolve', version: null }, environment: { GREETING: 'good day' } } })
    expect(made).toMatchObject({ status: 201, json: { branch: 'try-tea', status: 'creating', pipeline: { id } } })
    await at.world.clock.advance(120_000)
    const { json } = await at.ask('GET', `/review-apps/${made.json.id}`)
    expect(json).toMatchObject({ status: 'created', message: null, error_status: null })
    expect((await at.ask('GET', `/apps/${json.app.id}/review-app`)).json).toEqual(json)
    expect((await at.ask('GET', `/pipelines/${id}/review-apps`)).json).toEqual([json])
    expect((await at.ask('GET', `/apps/${json.app.id}/config-vars`)).json).toMatchObject({ GREETING: 'good day', COLOUR: 'red' })
    expect((await at.ask('DELETE', `/review-apps/${json.id}`)).json).toMatchObject({ id: json.id, status: expect.stringMatching(/^delet/) })
    await at.world.clock.advance(60_000)
    expect((await at.ask('GET', `/review-apps/${json.id}`)).json).toMatchObject({ status: 'deleted' })
    expect((await at.ask('GET', `/pipelines/${id}/review-apps`)).json).toEqual([])
  })

  it('PR4 review apps are turned on and off by the pipeline\'s id or name', async () => {
    await pipeline()
    expect(await at.ask('POST', '/pipelines/shop/review-app-config', { body: { repo: 'local/shop', pipeline: 'x' } })).toMatchObject({ status: 201, json: { automatic_review_apps: false } })
    expect((await at.ask('PATCH', '/pipelines/shop/review-app-config', { body: { automatic_review_apps: true } })).json).toMatchObject({ automatic_review_apps: true })
    expect((await at.ask('GET', '/pipelines/shop/review-app-config')).json).toMatchObject({ automatic_review_apps: true, wait_for_ci: false })
    expect((await at.ask('DELETE', '/pipelines/shop/review-app-config')).status).toBe(200)
    expect((await at.ask('GET', '/pipelines/shop/review-app-config')).json).toMatchObject({ automatic_review_apps: false })
    expect((await at.ask('GET', '/pipelines/shop/stage/test/config-vars')).status).toBe(501)
  })

  it('PR5 tells the newest release from the newest deployment', async () => {
    const id = await pipeline()
    await at.ask('PATCH', '/apps/shop-staging/config-vars', { body: { COLOUR: 'red' } })
    expect((await at.ask('GET', `/pipelines/${id}/latest-builds`)).json).toHaveLength(1)
    const [release] = (await at.ask('GET', `/pipelines/${id}/latest-releases`)).json.filter((one: { app: { name: string } }) => one.app.name === 'shop-staging')
    const [deployment] = (await at.ask('GET', `/pipelines/${id}/latest-deployments`)).json
    expect(release.description).toContain('COLOUR')
    expect(deployment.description).toContain('Deploy')
    expect(deployment.version).toBeLessThan(release.version)
  })
})
