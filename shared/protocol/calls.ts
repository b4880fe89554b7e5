// The contract, part 1: calls with one answer. Names equal the Heroku CLI's commands. Adding a call edits this table and its handler.
// `app` takes a name or an id everywhere. Times are milliseconds since the epoch.

import { z } from 'zod'
import { routingStrategies } from '../domain/app.ts'
import { realRuntimes } from '../domain/runtime.ts'
import type { BlastRadius, FaultFacts } from '../domain/fault.ts'
import { addOnServerCalls } from './addon-servers.ts'
import { appMetricCalls } from './app-metrics.ts'
import { addOnCalls } from './addons.ts'
import { postgresCalls } from './postgres.ts'
import type { Bill } from '../billing/bill.ts'
import type { Outage } from '../domain/billing.ts'
import { billInput, budgetInput, whatIfInput } from './billing.ts'
import { alertChoice, autoscaleEnable, autoscaleLook } from './autoscale.ts'
import { dockerReport, imageChoice, imageExport, madeChoice, madeThing, removal, stackImage } from './containers.ts'
import { certificateCalls } from './certificates.ts'
import { drainCalls } from './drains.ts'
import { webhookCalls } from './webhooks.ts'
import { factorsCheck, factorsScorecard } from './factors.ts'
import { faultParams, faultTarget } from './fault-input.ts'
import { papertrailCalls } from './papertrail.ts'
import { peopleCalls } from './people.ts'
import { pipelineCalls, reviewCalls } from './pipelines.ts'
import { partnerCalls } from './partners.ts'
import { schedulerCalls } from './scheduler.ts'
import { trafficPath, trafficPlan } from './traffic-plan.ts'

const app = z.string().min(1).max(64)
const empty = z.object({}).strict()
const done = z.object({ seq: z.number().int() })
const released = z.object({ seq: z.number().int(), version: z.number().int().nullable() })

const buildRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), path: z.string().min(1).max(4096) }),
  z.object({ kind: z.literal('sample'), sample: z.string().min(1).max(64) }),
  /** What another app was built from last. Ours. */
  z.object({ kind: z.literal('app'), app }),
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

const faultInput = { kind: z.string().min(1).max(64), target: faultTarget, params: faultParams.optional() }
const experimentFile = z.object({ id: z.string(), title: z.string(), about: z.string(), origin: z.enum(['ready', 'own']), text: z.string() })
const problem = z.object({ line: z.number().int(), column: z.number().int(), message: z.string() })
/** One link of the TCP proxy, as Toxiproxy's API shows it, with live counters. Bytes since it was made. */
const proxy = z.object({
  name: z.string(), listen: z.string(), upstream: z.string(), enabled: z.boolean(), connections: z.number().int(), connectionsEver: z.number().int(),
  bytesFromClient: z.number(), bytesFromUpstream: z.number(), bytesToUpstream: z.number(), bytesToClient: z.number(),
  toxics: z.array(z.object({ name: z.string(), type: z.string(), stream: z.enum(['upstream', 'downstream']), toxicity: z.number(), attributes: z.record(z.string(), z.union([z.number(), z.string()])) })),
})
const whyLink = z.object({
  kind: z.enum(['request', 'verdict', 'fault', 'event', 'command', 'observed', 'bug']),
  /** A sentence. */
  text: z.string(),
  at: z.number().nullable(), seq: z.number().int().nullable(), leaseId: z.string().nullable(),
})
const codePage = z.object({
  code: z.string(), title: z.string(), group: z.enum(['H', 'R', 'L']), meaning: z.string(),
  /** What makes it happen, and the status that visitors get, in sentences. */
  trigger: z.string(), status: z.number().int().nullable(),
  /** An example of its log line. */
  line: z.string(),
  fix: z.string(),
  /** Can it be caused here, and what the button does; null: it can not occur here, and `meaning` says why. */
  cause: z.string().nullable(),
})

const sample = z.object({
  id: z.string(), title: z.string(), language: z.string(), blurb: z.string(), badTwinOf: z.string().nullable(),
  /** Services that it does not run without; absent: none. */
  addOns: z.array(z.string()).optional(),
})

/** Its caller has a connection of bytes: text stands for bytes both ways, one character each (U+0000 to U+00FF). Who leaves does not come back. */
const onWire = z.boolean()

export const calls = {
  'platform:info': { input: empty, output: platformInfo },
  'era:set': { input: z.object({ era: z.enum(['classic', 'current']) }), output: done },

  /** In a simulated world: how many seconds pass there in one of ours, at most. */
  'clock:pace': { input: z.object({ times: z.number().int().min(1).max(3600) }), output: done },

  'apps:create': { input: z.object({ name: z.string().max(64).optional(), stack: z.string().max(64).optional() }), output: z.object({ seq: z.number().int(), id: z.string(), name: z.string() }) },
  'apps:rename': { input: z.object({ app, name: z.string().max(64) }), output: done },
  /** Several settings at once: all of them, or none. */
  'apps:update': { input: z.object({ app, name: z.string().max(64).optional(), maintenance: z.boolean().optional(), stack: z.string().max(64).optional() }), output: done },
  /** `confirm` must equal the app's name. */
  'apps:destroy': { input: z.object({ app, confirm: z.string().max(64) }), output: done },
  'maintenance:set': { input: z.object({ app, on: z.boolean() }), output: done },
  'preboot:set': { input: z.object({ app, on: z.boolean() }), output: done },
  'stack:set': { input: z.object({ app, stack: z.string().max(64) }), output: done },
  /** Where an app's dynos run and its builds are made. Its dynos move at once, as at a restart; refused where that runtime can not be used now. Ours. */
  'runtime:set': { input: z.object({ app, runtime: z.enum(realRuntimes) }), output: done },
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
  /** Web dynos follow the policy, one at a time. Scaling web by hand turns it off. `anySize` lifts Heroku's rule that p95 is for Performance and up. */
  'ps:autoscale:enable': { input: autoscaleEnable, output: done },
  'ps:autoscale:disable': { input: z.object({ app }), output: done },
  /** What it saw, wants and waits for at its last look. Ours. */
  'ps:autoscale:info': { input: z.object({ app }), output: autoscaleLook },
  /** Threshold alerts, said in the window and in Activity. Heroku's are in its dashboard, and mailed. */
  'alerts:set': { input: alertChoice, output: done },
  /** `dyno`: a name, a type, or nothing for all. */
  'ps:restart': { input: z.object({ app, dyno: z.string().max(140).optional() }), output: done },
  /** A formation dyno comes back; a one-off ends. */
  'ps:stop': { input: z.object({ app, dyno: z.string().max(140) }), output: done },

  /** A shell, or a command, in a dyno that is up: web.1 unless named. The stream `run`, `run:write` and `run:resize` take `execId` as they take a dyno's id. */
  'ps:exec': {
    input: z.object({
      onWire: onWire.optional(), app, dyno: z.string().max(140).optional(), command: z.string().min(1).max(16_384).optional(),
      terminal: z.object({ columns: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) }).optional(),
    }),
    output: z.object({ execId: z.string(), dyno: z.string(), dynoId: z.string() }),
  },
  /** The owner's own shell on this machine, in which `heroku` and `git` speak to this Dynarium; it begins in the folder the app's source came from, if one did. `run`, `run:write` and `run:resize` take `shellId`. Ours. */
  'shell:open': {
    input: z.object({ app: app.optional(), terminal: z.object({ columns: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) }) }),
    output: z.object({ shellId: z.string(), name: z.string(), folder: z.string() }),
  },

  'releases:rollback': { input: z.object({ app, version: z.number().int().positive().optional() }), output: z.object({ seq: z.number().int(), version: z.number().int() }) },
  /** Releases a slug that the app had a release of, with the config vars of now. Heroku's `releases:retry`. */
  'releases:create': { input: z.object({ app, slugId: z.string().max(128), description: z.string().max(1024).optional() }), output: z.object({ seq: z.number().int(), version: z.number().int() }) },
  /** Config of one release, real values: for a diff of two. */
  'releases:config': { input: z.object({ app, version: z.number().int().positive() }), output: z.record(z.string(), z.string()) },

  /** `buildpacks` stay the app's, as if they were set before; none are set where the build is refused. */
  'builds:create': { input: z.object({ app, source: buildRequest, buildpacks: z.array(z.string().max(1024)).max(20).optional() }), output: z.object({ buildId: z.string() }) },
  'builds:cancel': { input: z.object({ app, buildId: z.string().max(64) }), output: done },
  'builds:cache:purge': { input: z.object({ app }), output: done },

  'run:start': {
    input: z.object({
      app, command: z.string().min(1).max(16_384), attach: z.boolean(), size: z.string().max(64).optional(),
      /** What its name begins with: `run` if not given. */
      type: z.string().regex(/^[a-z][\w-]{0,29}$/i).optional(),
      /** It is ended then. Heroku's `time_to_live`. */
      timeToLiveSeconds: z.number().int().min(1).max(86_400).optional(),
      onWire: onWire.optional(),
      env: z.record(z.string().max(256), z.string().max(65_536)).optional(),
      terminal: z.object({ columns: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) }).optional(),
    }),
    output: z.object({ seq: z.number().int(), dynoId: z.string(), name: z.string() }),
  },
  /** Keys typed into an attached one-off, a program of `ps:exec` or a shell. */
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

  /** How the router treats an app. Only what is given changes. Session affinity is Heroku's `features:enable http-session-affinity`; the rest is ours. */
  'routing:set': {
    input: z.object({ app, strategy: z.enum(routingStrategies).optional(), sticky: z.boolean().optional(), readinessPath: z.string().max(1024).nullable().optional() }),
    output: done,
  },

  /** The catalogue of faults, noop first. */
  'faults:list': { input: empty, output: z.object({ faults: z.array(z.custom<FaultFacts>()) }) },
  /** What it would touch; changes nothing. */
  'faults:preview': { input: z.object(faultInput), output: z.custom<BlastRadius>() },
  /**
   * Begins a lease of `seconds` (60). With `heartbeatMs` it ends by itself when no `faults:beat` came for that long.
   * `most`: refuse when more than so many dynos would be touched.
   */
  'faults:start': {
    input: z.object({ ...faultInput, seconds: z.number().int().min(1).max(3600).default(60), heartbeatMs: z.number().int().min(500).max(600_000).optional(), most: z.number().int().min(1).optional() }),
    output: z.object({ seq: z.number().int(), leaseId: z.string() }),
  },
  'faults:stop': { input: z.object({ leaseId: z.string().max(64) }), output: done },
  'faults:stop-all': { input: empty, output: z.object({ seq: z.number().int(), stopped: z.number().int() }) },
  'faults:beat': { input: z.object({ leaseIds: z.array(z.string().max(64)).max(100) }), output: empty },

  /** Links of the TCP proxy (Toxiproxy's proxies), with counters. */
  'proxies:list': { input: empty, output: z.object({ apiUrl: z.string().nullable(), proxies: z.array(proxy) }) },

  /** Ready ones and those in the data folder. */
  'experiments:list': { input: empty, output: z.object({ experiments: z.array(experimentFile) }) },
  /** Reads a YAML experiment; problems with their places, none when it is good. */
  'experiments:check': { input: z.object({ text: z.string().max(100_000) }), output: z.object({ problems: z.array(problem), title: z.string().nullable() }) },
  /** From Chaos Toolkit's JSON to ours; refuses what it does not know by name. */
  'experiments:import': { input: z.object({ json: z.string().max(200_000) }), output: z.object({ text: z.string() }) },
  'experiments:save': { input: z.object({ text: z.string().max(100_000) }), output: z.object({ id: z.string() }) },
  'experiments:remove': { input: z.object({ id: z.string().max(64) }), output: empty },
  'experiments:preview': { input: z.object({ app, text: z.string().max(100_000) }), output: z.custom<BlastRadius>() },
  'experiments:run': { input: z.object({ app, text: z.string().max(100_000) }), output: z.object({ seq: z.number().int(), runId: z.string() }) },
  'experiments:stop': { input: z.object({ runId: z.string().max(64) }), output: done },
  'experiments:report': { input: z.object({ runId: z.string().max(64), format: z.enum(['markdown', 'html']) }), output: z.object({ text: z.string() }) },

  /** Why a request failed, or why it was so slow: from its verdict back to what caused it. Recent requests only. */
  'requests:why': {
    input: z.object({ requestId: z.string().min(1).max(200) }),
    output: z.object({ blame: z.enum(['action', 'fault', 'app', 'client', 'none', 'unknown']), sentence: z.string(), chain: z.array(whyLink) }),
  },

  /** The museum of error codes: every H, R and L code. */
  'codes:list': { input: empty, output: z.object({ codes: z.array(codePage) }) },
  /** Makes it happen now on a sample app of its own; answers with the log line that it made. Takes up to `seconds`. */
  'codes:cause': { input: z.object({ code: z.string().min(2).max(8) }), output: z.object({ app: z.string(), line: z.string(), status: z.number().int().nullable(), seconds: z.number(), steps: z.array(z.string()) }) },
  /** Undoes what `codes:cause` did and looks whether the app answers again. */
  'codes:fix': { input: z.object({ code: z.string().min(2).max(8) }), output: z.object({ isFixed: z.boolean(), found: z.string() }) },

  /** Reads a price book; problems with their places, none when it is good. */
  'prices:check': { input: z.object({ text: z.string().max(100_000) }), output: z.object({ problems: z.array(problem) }) },
  /** Puts a price book in force from now on; without a text the one that Dynarium comes with. */
  'prices:use': { input: z.object({ text: z.string().max(100_000).optional() }), output: done },
  /** A month as an invoice, this one so far if none is named; `months`: those there is one of, oldest first. */
  'bill:show': { input: billInput, output: z.object({ bill: z.custom<Bill>(), months: z.array(z.string()) }) },
  /** The bill of an app as it was, and as it would have been with another size or number of one type; with `plan`, as it would have been with that plan for the add-ons of the service `type`. Prices only: not how it would have run. */
  'bill:what-if': { input: whatIfInput, output: z.object({ was: z.custom<Bill>(), would: z.custom<Bill>() }) },
  /** What each release has cost so far, newest first, in micro-units. Without ceilings. */
  'bill:releases': { input: z.object({ app }), output: z.object({ releases: z.array(z.object({ version: z.number().int(), micros: z.number().int() })) }) },
  /** The newest outages, and what the app's formation cost while each lasted. */
  'bill:outages': { input: z.object({ app: app.optional() }), output: z.object({ outages: z.array(z.object({ outage: z.custom<Outage>(), app: z.string(), micros: z.number().int() })) }) },
  /** Of an app, or of everything. */
  'budgets:set': { input: budgetInput, output: done },
  'budgets:remove': { input: z.object({ app: app.optional() }), output: done },
  /** Checks the twelve factors by running copies of an app, a sample or a folder; a minute or so. Progress and outcome come as events. One at a time. */
  'factors:check': { input: factorsCheck, output: z.object({ seq: z.number().int(), checkId: z.string() }) },
  'factors:stop': { input: z.object({ checkId: z.string().max(64) }), output: done },
  /** Of a check that ended. */
  'factors:scorecard': { input: factorsScorecard, output: z.object({ text: z.string() }) },

  /** Looks at this machine: git, runtimes, ports, disk. Takes up to a few seconds. */
  'doctor:check': { input: empty, output: z.object({ checks: z.array(doctorCheck) }) },

  /** Looks for the container engine of this machine. Takes up to ten seconds. */
  'docker:info': { input: empty, output: dockerReport },
  /** Images of stacks in it, and the stacks that can be brought (stream `docker:bring`). */
  'docker:images': { input: empty, output: z.object({ images: z.array(stackImage), stacks: z.array(z.string()) }) },
  'docker:images:remove': { input: imageChoice, output: empty },
  /** To a new file on the machine of the engine. */
  /** What was made in the engine by this Dynarium and others of this machine. */
  'docker:made': { input: empty, output: z.object({ things: z.array(madeThing) }) },
  /** Removes them, also what is in use: dynos of a running platform are started anew by it. */
  'docker:clean': { input: madeChoice, output: removal },
  'docker:images:export': { input: imageExport, output: z.object({ bytes: z.number() }) },

  /** Activity, newest first: events before `before`, of one app or of all. */
  'events:list': {
    input: z.object({ app: app.optional(), before: z.number().int().positive().optional(), limit: z.number().int().min(1).max(500) }),
    output: z.object({ events: z.array(z.unknown()) }),
  },
  /** The chain of causes of one event, it first, the root last. */
  'events:why': { input: z.object({ seq: z.number().int().positive() }), output: z.object({ events: z.array(z.unknown()) }) },

  'samples:list': { input: empty, output: z.object({ samples: z.array(sample) }) },

  ...pipelineCalls,
  ...reviewCalls,
  ...drainCalls,
  ...webhookCalls,
  ...certificateCalls,
  ...papertrailCalls,
  ...addOnCalls,
  ...schedulerCalls,
  ...partnerCalls,
  ...peopleCalls,
  ...appMetricCalls,
  ...addOnServerCalls,
  ...postgresCalls,
} as const

export type CallName = keyof typeof calls
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>
export type CallArgs<N extends CallName> = z.output<(typeof calls)[N]['input']>
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>
export type Sample = z.infer<typeof sample>
export type ExperimentFile = z.infer<typeof experimentFile>
export type ProxyFacts = z.infer<typeof proxy>
export type WhyLink = z.infer<typeof whyLink>
export type CodePage = z.infer<typeof codePage>
export type DoctorCheck = z.infer<typeof doctorCheck>
export type PlatformInfo = z.infer<typeof platformInfo>
