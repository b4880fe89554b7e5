// The contract, part 1: calls with one answer. Names equal the Heroku CLI's commands. Adding a call edits this table and its handler.
// `app` takes a name or an id everywhere. Times are milliseconds since the epoch.

import { z } from 'zod'
import { trafficPath, trafficPlan } from './traffic-plan.ts'

const app = z.string().min(1).max(64)
const empty = z.object({}).strict()
const done = z.object({ seq: z.number().int() })
const released = z.object({ seq: z.number().int(), version: z.number().int().nullable() })

const buildRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), path: z.string().min(1).max(4096) }),
  z.object({ kind: z.literal('sample'), sample: z.string().min(1).max(64) }),
  /** `upload` is the id that the upload endpoint answered with. */
  z.object({ kind: z.literal('tarball'), upload: z.string().min(1).max(64), name: z.string().max(255) }),
])

const doctorCheck = z.object({
  id: z.string(),
  /** What Dynarium can not do without, languages of apps, and the computer itself. */
  group: z.enum(['needed', 'languages', 'machine']),
  title: z.string(),
  /** `problem`: something can not work. `warning`: something works less well. `unknown`: it could not be found out. */
  state: z.enum(['fine', 'warning', 'problem', 'unknown']),
  /** What was found, in a few words. */
  found: z.string(),
  /** What it is needed for. */
  purpose: z.string(),
  /** What to do, in a sentence; null when nothing needs to be done. */
  fix: z.string().nullable(),
  /** A line to paste into a terminal, where one line is enough. */
  command: z.string().nullable(),
  /** The unedited words of the tool or system, for whoever helps. */
  raw: z.string().nullable(),
})

const platformInfo = z.object({
  version: z.string(),
  runtime: z.enum(['process', 'docker', 'simulated']),
  owner: z.string(),
  /** Base of the control port, e.g. http://127.0.0.1:7070 */
  controlUrl: z.string(),
  routerPort: z.number().int(),
  /** Needed to show a working `git remote add` line. */
  token: z.string(),
  dataDir: z.string(),
  platform: z.string(),
  /** The computer that the dynos run on. */
  machine: z.object({ name: z.string(), cores: z.number().int(), memoryBytes: z.number() }),
})

const sample = z.object({ id: z.string(), title: z.string(), language: z.string(), blurb: z.string(), badTwinOf: z.string().nullable() })

export const calls = {
  'platform:info': { input: empty, output: platformInfo },
  'era:set': { input: z.object({ era: z.enum(['classic', 'current']) }), output: done },

  'apps:create': { input: z.object({ name: z.string().max(64).optional(), stack: z.string().max(64).optional() }), output: z.object({ seq: z.number().int(), id: z.string(), name: z.string() }) },
  'apps:rename': { input: z.object({ app, name: z.string().max(64) }), output: done },
  /** `confirm` must equal the app's name. */
  'apps:destroy': { input: z.object({ app, confirm: z.string().max(64) }), output: done },
  'maintenance:set': { input: z.object({ app, on: z.boolean() }), output: done },
  'preboot:set': { input: z.object({ app, on: z.boolean() }), output: done },
  'stack:set': { input: z.object({ app, stack: z.string().max(64) }), output: done },
  'buildpacks:set': { input: z.object({ app, buildpacks: z.array(z.string().min(1).max(1024)).max(20) }), output: done },
  'domains:add': { input: z.object({ app, hostname: z.string().max(253) }), output: done },
  'domains:remove': { input: z.object({ app, hostname: z.string().max(253) }), output: done },

  /** The values themselves: everywhere else they are masked. */
  'config:get': { input: z.object({ app }), output: z.record(z.string(), z.string()) },
  'config:set': { input: z.object({ app, vars: z.record(z.string().max(256), z.string().max(65_536).nullable()) }), output: released },
  'ps:scale': {
    input: z.object({
      app,
      changes: z.array(z.object({ type: z.string().max(128), quantity: z.union([z.number().int(), z.string().max(16)]).optional(), size: z.string().max(64).optional() })).min(1).max(50),
    }),
    output: done,
  },
  /** `dyno`: a name, a type, or nothing for all. */
  'ps:restart': { input: z.object({ app, dyno: z.string().max(140).optional() }), output: done },
  /** A formation dyno comes back; a one-off ends. */
  'ps:stop': { input: z.object({ app, dyno: z.string().max(140) }), output: done },

  'releases:rollback': { input: z.object({ app, version: z.number().int().positive().optional() }), output: z.object({ seq: z.number().int(), version: z.number().int() }) },
  /** Config of one release, real values: for a diff of two. */
  'releases:config': { input: z.object({ app, version: z.number().int().positive() }), output: z.record(z.string(), z.string()) },

  'builds:create': { input: z.object({ app, source: buildRequest }), output: z.object({ buildId: z.string() }) },
  'builds:cancel': { input: z.object({ app, buildId: z.string().max(64) }), output: done },
  'builds:cache:purge': { input: z.object({ app }), output: done },

  'run:start': {
    input: z.object({
      app, command: z.string().min(1).max(16_384), attach: z.boolean(), size: z.string().max(64).optional(),
      env: z.record(z.string().max(256), z.string().max(65_536)).optional(),
      terminal: z.object({ columns: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) }).optional(),
    }),
    output: z.object({ seq: z.number().int(), dynoId: z.string(), name: z.string() }),
  },
  /** Keys typed into an attached one-off. */
  'run:write': { input: z.object({ dynoId: z.string().max(64), text: z.string().max(65_536) }), output: empty },
  'run:resize': { input: z.object({ dynoId: z.string().max(64), columns: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) }), output: empty },

  /** Sends requests to the app through the router until it is stopped; takes the place of what runs already. */
  'traffic:start': { input: z.object({ app, plan: trafficPlan }), output: done },
  'traffic:stop': { input: z.object({ app }), output: done },
  /** One request through the router, as a visitor would send it. Heroku's is `curl`. */
  'traffic:visit': {
    input: z.object({ app, path: trafficPath }),
    output: z.object({ status: z.number().int().nullable(), totalMs: z.number(), requestId: z.string().nullable(), text: z.string(), problem: z.string().nullable() }),
  },

  /** Looks at this machine: git, runtimes, ports, disk. Takes up to a few seconds. */
  'doctor:check': { input: empty, output: z.object({ checks: z.array(doctorCheck) }) },

  /** Activity, newest first: events before `before`, of one app or of all. */
  'events:list': {
    input: z.object({ app: app.optional(), before: z.number().int().positive().optional(), limit: z.number().int().min(1).max(500) }),
    output: z.object({ events: z.array(z.unknown()) }),
  },
  /** The chain of causes of one event, it first, the root last. */
  'events:why': { input: z.object({ seq: z.number().int().positive() }), output: z.object({ events: z.array(z.unknown()) }) },

  'samples:list': { input: empty, output: z.object({ samples: z.array(sample) }) },
} as const

export type CallName = keyof typeof calls
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>
export type CallArgs<N extends CallName> = z.output<(typeof calls)[N]['input']>
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>
export type Sample = z.infer<typeof sample>
export type DoctorCheck = z.infer<typeof doctorCheck>
export type PlatformInfo = z.infer<typeof platformInfo>
