// Pipelines in the contract: what their calls take and answer, and the events they leave. `pipeline` takes a name or an id, as `app` does.

import { z } from 'zod'
import { pipelineStages, reviewStatuses } from '../domain/pipeline.ts'

const app = z.string().min(1).max(64)
const pipeline = z.string().min(1).max(64)
const stage = z.enum(pipelineStages)
const branch = z.string().min(1).max(255)
const done = z.object({ seq: z.number().int() })
const types = z.record(z.string(), z.string())

const commit = z.object({ id: z.string(), subject: z.string(), author: z.string(), at: z.number() })

/** How the code of the source lies to that of a target. */
const lie = z.discriminatedUnion('kind', [
  /** One of the two has no slug made of a commit. */
  z.object({ kind: z.literal('unknown'), why: z.string() }),
  z.object({ kind: z.literal('same') }),
  /** They have no commit in common. */
  z.object({ kind: z.literal('unrelated') }),
  z.object({
    kind: z.literal('related'),
    /** Newest first, at most 100. */
    ahead: z.array(commit), aheadCount: z.number().int(),
    /** What the target has and the source has not: it would be taken back. */
    behind: z.array(commit), behindCount: z.number().int(),
  }),
])

/** Names of config vars only: values are compared in the engine and stay there. */
const configDifference = z.object({ same: z.array(z.string()), different: z.array(z.string()), missing: z.array(z.string()), extra: z.array(z.string()) })
export type ConfigDifference = z.infer<typeof configDifference>

const running = z.object({ version: z.number().int(), slugId: z.string().nullable(), commit: z.string().nullable(), bytes: z.number().nullable(), stack: z.string().nullable() })

const shipment = z.object({
  app: z.string(), stage,
  now: running,
  /** The very same slug runs there already. */
  isSameSlug: z.boolean(),
  code: lie,
  types: z.object({ added: types, removed: types, changed: z.record(z.string(), z.object({ from: z.string(), to: z.string() })) }),
  /** Dynos that the promotion itself starts: only where there was no web yet. */
  starts: z.record(z.string(), z.object({ quantity: z.number().int(), size: z.string() })),
  releaseCommand: z.string().nullable(),
  config: configDifference,
  /** Sentences: what else is not the same there, like the stack or the runtime. */
  unlike: z.array(z.string()),
})
export type Shipment = z.infer<typeof shipment>

const reviewPreview = z.object({
  parent: z.string(), branch: z.string(), commit: z.string(), subject: z.string(),
  hasAppJson: z.boolean(),
  /** From where each config var comes. Names only. */
  config: z.array(z.object({ key: z.string(), from: z.enum(['pipeline', 'app.json', 'generated', 'call']) })),
  formation: z.array(z.object({ type: z.string(), quantity: z.number().int(), size: z.string().nullable() })),
  buildpacks: z.array(z.string()), stack: z.string(),
  postdeploy: z.string().nullable(), predestroy: z.string().nullable(),
  /** Made before the first build. `monthMicros` is null where no price is known. */
  addOns: z.array(z.object({ plan: z.string(), monthMicros: z.number().int().nullable() })),
  notes: z.array(z.string()),
})
export type ReviewPreview = z.infer<typeof reviewPreview>

const comparison = z.object({
  apps: z.array(z.object({ app: z.string(), stage })),
  /** One cell an app: null when it is not set there; equal numbers, equal values. */
  rows: z.array(z.object({ key: z.string(), state: z.enum(['same', 'different', 'missing']), cells: z.array(z.number().int().nullable()) })),
})
export type ConfigComparison = z.infer<typeof comparison>

const vars = z.record(z.string().max(256), z.string().max(65_536).nullable())

export const pipelineCalls = {
  /** With an app it is added at once. */
  'pipelines:create': { input: z.object({ name: z.string().max(64), app: app.optional(), stage: stage.optional() }), output: z.object({ seq: z.number().int(), id: z.string(), name: z.string() }) },
  /** Without a stage the end of the app's name is asked. */
  'pipelines:add': { input: z.object({ pipeline, app, stage: stage.optional() }), output: z.object({ seq: z.number().int(), stage }) },
  'pipelines:update': { input: z.object({ app, stage }), output: done },
  'pipelines:remove': { input: z.object({ app }), output: done },
  'pipelines:rename': { input: z.object({ pipeline, name: z.string().max(64) }), output: done },
  /** Its apps stay. */
  'pipelines:destroy': { input: z.object({ pipeline }), output: done },
  /** Answers when every target has its release's number; how each ends is in the promotion. */
  'pipelines:promote': { input: z.object({ app, to: z.array(app).min(1).max(50).optional() }), output: z.object({ seq: z.number().int(), promotionId: z.string() }) },
  /** What `pipelines:promote` would ship. Changes nothing. */
  'pipelines:diff': { input: z.object({ app, to: z.array(app).min(1).max(50).optional() }), output: z.object({ source: running.extend({ app: z.string(), stage }), targets: z.array(shipment) }) },
  /** Config vars of the apps of a pipeline beside each other, without their values. Ours. */
  'pipelines:config': { input: z.object({ pipeline, apps: z.array(app).min(2).max(20).optional() }), output: comparison },
} as const

export const reviewCalls = {
  /** Only what is given changes. */
  'reviewapps:enable': { input: z.object({ pipeline, app: app.optional(), automatic: z.boolean().optional() }), output: done },
  /** Turns automatic ones off; those that are there stay. */
  'reviewapps:disable': { input: z.object({ pipeline }), output: done },
  /** Pipeline config vars of the stage review: what new review apps get. */
  'reviewapps:config:get': { input: z.object({ pipeline }), output: z.record(z.string(), z.string()) },
  'reviewapps:config:set': { input: z.object({ pipeline, vars }), output: done },
  /** Branches that a review app can be made of. Ours. */
  'reviewapps:branches': { input: z.object({ pipeline }), output: z.object({ branches: z.array(z.object({ app: z.string(), branch: z.string(), commit: z.string(), subject: z.string() })) }) },
  /** Reads app.json of the branch and says what would be made. Changes nothing. Ours. */
  'reviewapps:preview': { input: z.object({ pipeline, branch, app: app.optional() }), output: reviewPreview },
  /** Answers when its app is there; build and script follow. `config`: for this one only, over the pipeline's. */
  'reviewapps:create': { input: z.object({ pipeline, branch, app: app.optional(), config: types.optional() }), output: z.object({ seq: z.number().int(), reviewId: z.string(), app: z.string() }) },
  /** Runs the script of app.json before. Answers when the app is gone. */
  'reviewapps:destroy': { input: z.object({ app }), output: done },
} as const

export const pipelineEvents = {
  'pipeline.created': z.object({ pipelineId: z.string(), name: z.string(), owner: z.string() }),
  'pipeline.renamed': z.object({ pipelineId: z.string(), from: z.string(), to: z.string() }),
  'pipeline.destroyed': z.object({ pipelineId: z.string(), name: z.string() }),
  'coupling.added': z.object({ pipelineId: z.string(), pipeline: z.string(), stage }),
  'coupling.changed': z.object({ pipelineId: z.string(), from: stage, to: stage }),
  'coupling.removed': z.object({ pipelineId: z.string(), pipeline: z.string(), stage }),
  /** Of the source. */
  'promotion.started': z.object({
    promotionId: z.string(), pipelineId: z.string(), source: z.string(), version: z.number().int(), slugId: z.string(), by: z.string(),
    targets: z.array(z.object({ appId: z.string(), app: z.string() })),
  }),
  /** A target has its release. */
  'promotion.released': z.object({ promotionId: z.string(), version: z.number().int() }),
  /** It is over for a target. */
  'promotion.settled': z.object({ promotionId: z.string(), status: z.enum(['succeeded', 'failed']), message: z.string() }),
  /** Only what changed; null takes a config var, or the parent, away. */
  'reviewapps.configured': z.object({ pipelineId: z.string(), automatic: z.boolean().optional(), parentId: z.string().nullable().optional(), config: z.record(z.string(), z.string().nullable()).optional() }),
  /** Of the parent. */
  'reviewapp.requested': z.object({ reviewId: z.string(), pipelineId: z.string(), branch: z.string(), commit: z.string(), predestroy: z.string().nullable(), notes: z.array(z.string()), by: z.string() }),
  /** Of its own app, once there is one; `commit`, `predestroy` and `notes` when the branch went on. */
  'reviewapp.advanced': z.object({
    reviewId: z.string(), status: z.enum(reviewStatuses), message: z.string(),
    commit: z.string().optional(), predestroy: z.string().nullable().optional(), notes: z.array(z.string()).optional(),
  }),
} as const
