import { promotionOf, pushBranch, settled } from '../lively-parts.fixture.ts'
import type { LivelyPlatform } from '../lively.fixture.ts'
import { made, type Stop } from './stop.fixture.ts'

const pipelineId = async (at: LivelyPlatform): Promise<string> => (await at.ask('GET', '/pipelines/line')).json.id

/** An app of the name, in no pipeline yet, and where it is to go. */
async function newCoupling(at: LivelyPlatform, name: string): Promise<unknown> {
  await settled(at, 'POST', '/apps', { name })
  return { app: name, pipeline: await pipelineId(at), stage: 'development' }
}

async function newReview(at: LivelyPlatform, branch: string): Promise<unknown> {
  await pushBranch(at, branch)
  return { branch, pipeline: await pipelineId(at), source_blob: { url: 'resolve', version: null } }
}

export const pipelineStops: readonly Stop[] = [
  { call: 'POST /pipelines', body: { name: 'another' } },
  { call: 'PATCH /pipelines/:pipeline', body: { name: 'line' } },
  { call: 'DELETE /pipelines/:pipeline', first: (at) => made(at, '/pipelines', { name: 'gone' }, ({ id }) => ({ pipeline: id })) },
  { call: 'PATCH /pipelines/:pipeline/stage/:stage/config-vars', body: { COLOR: 'green' } },
  { call: 'POST /pipelines/:pipeline/review-app-config', body: { repo: 'local/shop', automatic_review_apps: false } },
  { call: 'PATCH /pipelines/:pipeline/review-app-config', body: { automatic_review_apps: true } },
  { call: 'DELETE /pipelines/:pipeline/review-app-config' },
  { call: 'POST /pipeline-couplings', first: async (at) => ({ body: await newCoupling(at, 'side') }) },
  { call: 'PATCH /pipeline-couplings/:coupling', body: { stage: 'staging' } },
  { call: 'DELETE /pipeline-couplings/:coupling', first: async (at) => made(at, '/pipeline-couplings', await newCoupling(at, 'aside'), ({ id }) => ({ coupling: id })) },
  { call: 'POST /filters/apps', first: async (at) => ({ body: { in: { id: [(await at.ask('GET', '/apps/shop')).json.id] } } }) },
  {
    call: 'POST /pipeline-promotions', first: async (at) => {
      // Another slug than what was promoted before.
      await at.world.clock.advance(60_000)
      return { body: await promotionOf(at) }
    },
  },
  { call: 'POST /review-apps', first: async (at) => ({ body: await newReview(at, 'try-coffee') }) },
  { call: 'DELETE /review-apps/:review', first: async (at) => made(at, '/review-apps', await newReview(at, 'try-water'), ({ id }) => ({ review: id })) },
  { call: 'GET /apps/:app/review-app', first: async (at) => ({ params: { app: (await at.ask('GET', `/review-apps/${at.params['review']}`)).json.app.id } }) },
]
