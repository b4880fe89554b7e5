// The only way in: createEngine(ports). Furnishes the rooms, wires the few one-method interfaces between them, and answers
// calls and streams. No module-level state: two engines in one process do not know of each other.

import type { AppId } from '../../shared/domain/app.ts'
import type { DynoSample } from '../../shared/domain/metrics.ts'
import type { RequestReport } from '../../shared/domain/route.ts'
import type { AppLoad } from '../../shared/domain/traffic.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { Cause } from '../../shared/protocol/events.ts'
import { calls, type CallArgs, type CallName, type CallOutput, type PlatformInfo } from '../../shared/protocol/calls.ts'
import { streams, type StreamName } from '../../shared/protocol/streams.ts'
import { readCatalogue, type Catalogue } from '../../shared/add-ons/catalogue.ts'
import { createPapertrail } from './addons/papertrail/service.ts'
import { createAddOnsRoom } from './addons/room.ts'
import { mailCatcherService } from './addons/mail-catcher.ts'
import { memcachierService } from './addons/memcachier.ts'
import { redisService } from './addons/redis/service.ts'
import { createPartnerHost } from './addons/partner/host.ts'
import { createMetricsService } from './addons/statsd/service.ts'
import { createScheduler } from './addons/scheduler/service.ts'
import type { MakeService } from './addons/service.ts'
import { createBillingRoom } from './billing/room.ts'
import { postgresService } from './addons/postgres/service.ts'
import type { AutoscaleLimits } from './autoscale/limits.ts'
import { createAutoscaleRoom } from './autoscale/room.ts'
import { createBuildRoom } from './build/room.ts'
import { createCertificatesRoom } from './certificates/room.ts'
import { createContainersRoom } from './containers/room.ts'
import { createDynosRoom } from './dynos/room.ts'
import type { DynoLimits } from './dynos/limits.ts'
import { commandText } from './journal/command-text.ts'
import { endInTurn } from './journal/end-in-turn.ts'
import { createKernel, type Kernel } from './journal/kernel.ts'
import { createMirrorRoom } from './journal/mirror.ts'
import type { CallContext, Reader, Room } from './journal/room.ts'
import { createFaultsRoom } from './faults/room.ts'
import { createFactorsRoom } from './factors/room.ts'
import { createExperimentsRoom } from './experiments/room.ts'
import { createFlowRoom } from './flow/room.ts'
import { createDrainsRoom } from './logs/drains.ts'
import { createLogsRoom } from './logs/room.ts'
import { createMachineRoom } from './machine/room.ts'
import { createMetricsRoom } from './metrics/room.ts'
import { createPeopleRoom } from './people/room.ts'
import { createPipelinesRoom } from './pipelines/room.ts'
import { createPlatformRoom } from './platform/room.ts'
import { createMuseumRoom } from './museum/room.ts'
import type { Clock } from './ports/clock.ts'
import type { HttpEdge } from './ports/http-edge.ts'
import type { Ports } from './ports/index.ts'
import { createRouterRoom } from './router/room.ts'
import type { Describe } from './webhooks/payload.ts'
import { createWebhooksRoom } from './webhooks/room.ts'
import { createTrafficRoom } from './traffic/room.ts'
import { createWireRoom } from './wire/room.ts'
import { createWhyRoom } from './why/room.ts'

export type EngineOptions = {
  /** Facts about this engine that only its host knows. */
  readonly info: Omit<PlatformInfo, 'runtime' | 'routerPort' | 'machine'>
  /** Where a tarball sent to the upload endpoint is, or null. */
  uploadPath(uploadId: string): string | null
  onBug(error: unknown): void
  readonly dynoLimits?: Partial<DynoLimits>
  /** The price book that Dynarium comes with. Without one nothing has a price until somebody puts one in force. */
  readonly priceBook?: string
  /** The catalogue of add-ons that Dynarium comes with. Without one there are none. */
  readonly addOnCatalogue?: string
  /** Services beside those of the engine's own ports. */
  readonly addOnServices?: readonly MakeService[]
  /** Heroku's 15 minutes if not given. */
  readonly buildLimitMs?: number
  readonly autoscaleLimits?: Partial<AutoscaleLimits>
}

export type Engine = {
  readonly kernel: Kernel
  /** Validates, decides, waits until it is on disk, answers. `name` and `input` may come from anywhere. Rejects with PlatformError. */
  call(name: string, input: unknown, by: string): Promise<unknown>
  /** Throws PlatformError. */
  open(name: string, input: unknown): Reader<unknown>
  /** How the Platform API shows things: webhooks go out in that form. Until somebody can say, they wait. */
  describeBy(describe: Describe): void
  /** Ends dynos and data plane, writes a snapshot, closes the journal. */
  stop(): Promise<void>
}

export async function createEngine(ports: Ports, options: EngineOptions): Promise<Engine> {
  const clock: Clock = { now: ports.clock.now, after: (ms, fire) => ports.clock.after(ms, guarded(fire)) }
  const kernel = createKernel({ clock, random: ports.random, ids: ports.ids, journal: ports.journal, onBug: (error) => options.onBug(error) })
  const session = ports.ids.next()
  const logs = createLogsRoom(kernel, ports.logs, (lines) => {
    museum.lines(lines)
    factors.lines(lines)
    drains.lines(lines)
    papertrail.lines(lines)
  })
  const papertrail = createPapertrail({ search: ports.search, webhooks: ports.webhooks })
  const drains = createDrainsRoom(kernel, ports.drains, logs.write)
  const metrics = createMetricsRoom(kernel)
  const flow = createFlowRoom(kernel)
  const dynos = createDynosRoom(kernel, {
    runtime: ports.runtime, writeLog: logs.write, sample: sampled, lastWebRequestAt: metrics.lastWebRequestAt,
    ...(ports.shells === undefined ? {} : { shells: { host: ports.shells, owner: options.info.owner, sampleFolders: ports.samples.map(({ folder }) => folder) } }),
    blame: (dynoId) => faults.blame(dynoId), troubleFor: (dyno) => faults.troubleFor(dyno),
    ...(options.dynoLimits === undefined ? {} : { limits: options.dynoLimits }),
  })
  const platform = createPlatformRoom(kernel, { owner: options.info.owner, hasSlug: ports.builds.hasSlug, runReleasePhase: dynos.releasePhase, texts: { keepText: logs.keepText, readText: ports.logs.readText } })
  const builds = createBuildRoom(kernel, {
    host: ports.builds, samples: ports.samples, platform: options.info.platform, keepText: logs.keepText, readText: ports.logs.readText,
    wordsOnBranch: (appId, branch) => pipelines.wordsOnBranch(appId, branch), release: platform.releases.create, uploadPath: options.uploadPath, onTrouble: options.onBug, appUrl: (name) => `http://${name}.localhost:${ports.edge.port}/`,
    ...(options.buildLimitMs === undefined ? {} : { buildLimitMs: options.buildLimitMs }),
  })
  const why = createWhyRoom(kernel)
  const faults = createFaultsRoom(kernel, {
    runtime: ports.runtime, edge: ports.edge, wire: ports.wire, releases: platform.releases, addOns: { of: (id) => addOns.servers.of(id), kill: (id, server) => addOns.servers.kill(id, server), freeze: (id, server) => addOns.servers.freeze(id, server), thaw: (id, server) => addOns.servers.thaw(id, server), afflict: (...order) => addOns.servers.afflict(...order), relieve: (...order) => addOns.servers.relieve(...order) }, restartDynos: dynos.restartDynos, machineMemoryBytes: ports.machine.memoryBytes, onTrouble: options.onBug,
  })
  const edge: HttpEdge = { ...ports.edge, connect: ({ report, wake, load, probed, drained }) => ports.edge.connect({ report: guarded(report), wake: guarded(wake), load: guarded(load), probed: guarded(probed), drained: guarded(drained) }) }
  const router = createRouterRoom(kernel, { edge, writeLog: logs.write, requests: seen, loads: loaded, drained: dynos.drained })
  const traffic = createTrafficRoom(kernel, { source: ports.traffic, hostOf: (name) => `${name}.localhost:${ports.edge.port}` })
  const museum = createMuseumRoom(kernel, {
    runtime: ports.runtime.kind, call, openRun: (dynoId) => open('run', { dynoId }), traffic: ports.traffic, hostOf: (name) => `${name}.localhost:${ports.edge.port}`,
  })
  const factors = createFactorsRoom(kernel, {
    runtime: ports.runtime.kind, version: options.info.version, call, openRun: (dynoId) => open('run', { dynoId }), traffic: ports.traffic, wire: ports.wire, builds: ports.builds,
    git: ports.git, samples: ports.samples, hostOf: (name) => `${name}.localhost:${ports.edge.port}`, onTrouble: options.onBug,
  })
  const experiments = createExperimentsRoom(kernel, {
    shelf: ports.experiments, command: perform, why: why.why, onTrouble: options.onBug, visit: (appName, path) => ports.traffic.visit(`${appName}.localhost:${ports.edge.port}`, path),
    faults: {
      preview: faults.leases.preview,
      start: (order, { by, cause }) => faults.leases.begin({ ...order, owner: by, cause }),
      end: async (experimentId, cause) => {
        const own = Object.values(kernel.state.leases).filter((lease) => lease.experimentId === experimentId)
        await Promise.all(own.map(({ id }) => faults.leases.end(id, 'experiment-over', cause)))
      },
    },
  })
  const billing = createBillingRoom(kernel, {
    priceBook: options.priceBook ?? null, requests: metrics.count, onTrouble: options.onBug, addOnPlan: (service) => addOns.planNamed(service),
    scaleAway: async (appName, types, cause) => void (await perform('ps:scale', { app: appName, changes: types.map((type) => ({ type, quantity: 0 })) }, { by: 'the budget', cause })),
  })
  const autoscale = createAutoscaleRoom(kernel, {
    readings: metrics.since, check: (app, quantity) => billing.refuse('ps:scale', { app, changes: [{ type: 'web', quantity }] }),
    ...(options.autoscaleLimits === undefined ? {} : { limits: options.autoscaleLimits }),
  })
  const pipelines = createPipelinesRoom(kernel, { git: ports.git, releases: platform.releases, hasSlug: ports.builds.hasSlug, build: builds.begin, command: perform, onTrouble: options.onBug })
  const postgres = ports.postgres === undefined ? [] : [postgresService({ ...ports.postgres, wire: ports.wire })]
  const services: readonly MakeService[] = [...postgres, createScheduler({ command: perform }), redisService({ hosts: ports.redis, wire: ports.wire }), memcachierService({ host: ports.caches, wire: ports.wire }), mailCatcherService({ host: ports.mails, wire: ports.wire }), papertrail.make, createMetricsService(ports.intake), ...(options.addOnServices ?? [])]
  const addOns = createAddOnsRoom(kernel, { owner: options.info.owner, catalogue: catalogueFrom(options.addOnCatalogue), services, hosts: [createPartnerHost({ http: ports.partners, controlUrl: options.info.controlUrl, owner: options.info.owner })], releases: platform.releases, onTrouble: options.onBug })
  const people = createPeopleRoom(kernel, {
    owner: options.info.owner, token: options.info.token, passwords: ports.passwords, planNamed: (service) => addOns.planNamed(service),
    preboot: (app, on, context) => perform('preboot:set', { app, on }, context), affinity: (app, sticky, context) => perform('routing:set', { app, sticky }, context),
  })
  const { name, cores, memoryBytes } = ports.machine
  const pace = (times: number, cause: Cause): { seq: number } => {
    if (ports.pace === undefined) throw new PlatformError('pace-fixed', {})
    kernel.commit(cause, [{ type: 'pace.changed', app: null, data: { times } }])
    ports.pace.setPace(times)
    return { seq: kernel.state.seq }
  }
  const host: Room = { calls: { 'clock:pace': ({ times }, { cause }) => pace(times, cause), 'platform:info': () => ({ ...options.info, runtime: ports.runtime.kind, routerPort: ports.edge.port, machine: { name, cores, memoryBytes } }) } }
  let isStopping = false
  const webhooks = createWebhooksRoom(kernel, { port: ports.webhooks, onTrouble: options.onBug })
  const house: readonly Room[] = [createWireRoom(ports.wire), createMirrorRoom(kernel), logs, drains, metrics, flow, platform, faults, builds, pipelines, people, addOns, dynos, router, traffic, why, museum, factors, experiments, billing, autoscale, createMachineRoom(ports.machine), createContainersRoom(ports.containers), webhooks, createCertificatesRoom(kernel, ports.certificates), host]

  kernel.on('app.destroyed', (event) => {
    const appId = event.app
    if (appId === null) return
    ports.logs.forgetApp(appId)
    void Promise.all([ports.builds.forgetApp(appId), ports.git.forgetApp(appId)]).catch(options.onBug)
  })
  ports.runtime.connect({ observed: guarded(dynos.observed), output: guarded(dynos.output) })
  ports.traffic.connect({ second: guarded(traffic.sink.second), over: guarded(traffic.sink.over) })
  ports.wire.connect({ resetting: () => faults.linksReset().catch(options.onBug) })
  ports.git.connect({ ...builds.pushHandler, landed: guarded(pipelines.landed) })
  await begin()

  function seen(reports: readonly RequestReport[], lost: Readonly<Record<AppId, number>>): void {
    metrics.requests(reports)
    flow.requests(reports, lost)
    why.requests(reports)
    experiments.requests(reports, lost)
    billing.requests(reports)
    factors.requests(reports)
  }

  function loaded(loads: readonly AppLoad[]): void {
    flow.loads(loads)
    autoscale.loads(loads)
    experiments.loads(loads)
  }

  function sampled(sample: DynoSample & { readonly appId: AppId }): void {
    metrics.sample(sample)
    experiments.sample(sample)
  }

  /** What happens outside can not be refused: when the journal is halted it is told of, and the adapter goes on. */
  function guarded<A extends readonly unknown[]>(take: (...news: A) => void): (...news: A) => void {
    return (...news) => {
      try {
        take(...news)
      } catch (error) {
        options.onBug(error)
      }
    }
  }

  /** What a killed engine left is cleared before any room acts. */
  async function begin(): Promise<void> {
    const before = kernel.state.session
    const interruptedBuilds = Object.values(kernel.state.builds).filter((build) => build.status.kind === 'pending').length
    const by = { kind: 'platform', text: 'the engine starts' } as const
    if (before !== null) kernel.commit(by, [{ type: 'platform.lost', app: null, data: { lastAt: kernel.state.at } }])
    const found = await dynos.recover(before === null ? by : { kind: 'platform', text: 'the engine before this one did not stop properly' })
    if (before !== null || found.reapedProcesses > 0) kernel.commit(by, [{ type: 'platform.recovered', app: null, data: { ...found, interruptedBuilds } }])
    kernel.commit(by, [{ type: 'platform.started', app: null, data: { session, runtime: ports.runtime.kind, version: options.info.version } }])
    for (const room of house) room.start?.()
    await kernel.durable()
  }

  async function call(name: string, input: unknown, by: string): Promise<unknown> {
    refuseWhenStopping()
    if (!Object.hasOwn(calls, name)) throw new PlatformError('call-unknown', { call: name })
    const known = name as CallName
    const args = parsed(name, calls[known].input.safeParse(input))
    people.check(known, args, by)
    const answer = await perform(known, args as CallArgs<CallName>, { by, cause: { kind: 'command', id: ports.ids.next(), name, by, text: commandText(known, args) } })
    await kernel.durable()
    return answer
  }

  /** Of whichever room has it. */
  async function perform<N extends CallName>(name: N, args: CallArgs<N>, context: CallContext): Promise<CallOutput<N>> {
    const handler = house.find((room) => room.calls?.[name] !== undefined)?.calls?.[name]
    if (handler === undefined) throw new PlatformError('not-implemented', { call: name })
    billing.refuse(name, args)
    return handler(args, context)
  }

  function open(name: string, input: unknown): Reader<unknown> {
    refuseWhenStopping()
    if (!Object.hasOwn(streams, name)) throw new PlatformError('call-unknown', { call: name })
    const known = name as StreamName
    const handler = house.find((room) => room.streams?.[known] !== undefined)?.streams?.[known] as ((args: unknown) => Reader<unknown>) | undefined
    if (handler === undefined) throw new PlatformError('not-implemented', { call: name })
    return handler(parsed(name, streams[known].safeParse(input)))
  }

  /** What would start now would outlive its rooms. */
  function refuseWhenStopping(): void {
    if (isStopping) throw new PlatformError('engine-gone', { why: 'it is stopping' })
  }

  async function stop(): Promise<void> {
    isStopping = true
    const rooms = [...house].reverse().map((room) => () => room.stop?.())
    // Builds first: who waits in a push hears why it ends before its connection does. Then experiments, which the next engine
    // ends, and faults, while there is something to put back.
    await endInTurn([() => builds.stop?.(), () => experiments.stop?.(), () => factors.stop?.(), faults.stop, ports.git.stop, ...rooms, ports.edge.stop, ports.builds.stop, writeStopped, kernel.snapshot, ports.logs.close, ports.journal.close])
  }

  async function writeStopped(): Promise<void> {
    kernel.commit({ kind: 'platform', text: 'the engine stops' }, [{ type: 'platform.stopped', app: null, data: { session } }])
    await kernel.durable()
  }

  return { kernel, call, open, describeBy: webhooks.describeBy, stop }
}

function catalogueFrom(text: string | undefined): Catalogue {
  if (text === undefined) return { title: 'none', version: 1, sources: {}, services: [] }
  const { value, problems } = readCatalogue(text)
  if (value === null) throw new PlatformError('input-invalid', { call: 'the catalogue of add-ons', why: problems.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`).join(' ') })
  return value
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string; readonly code?: string; readonly origin?: string; readonly maximum?: unknown }
type Parsed = { readonly success: boolean; readonly data?: unknown; readonly error?: { readonly issues: readonly Issue[] } }

function parsed(call: string, result: Parsed): unknown {
  if (result.success) return result.data
  const issue = result.error?.issues[0]
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `
  throw new PlatformError('input-invalid', { call, why: `${where}${issue === undefined ? 'unreadable' : inWords(issue)}` })
}

/** What a person can run into by typing too much, without the words of the checker. */
function inWords(issue: Issue): string {
  return issue.code === 'too_big' && issue.origin === 'string' ? `longer than ${String(issue.maximum)} characters` : issue.message
}
