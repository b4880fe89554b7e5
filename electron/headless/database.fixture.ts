// A whole platform with real databases, for tests: the real engine, journal, links and servers; apps have no dynos.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll } from 'vitest'
import type { PostgresDatabase } from '../../shared/domain/postgres.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/protocol/calls.ts'
import type { EventOf, EventType, PlatformEvent } from '../../shared/protocol/events.ts'
import { removeTree } from '../adapters/parts/copy-tree.ts'
import { borrowTemplate, until } from '../adapters/postgres/postgres-world.fixture.ts'
import { composePlatform, type Platform } from './compose.ts'

const root = resolve(import.meta.dirname, '../..')

export type DatabaseWorld = {
  readonly dataDir: string
  readonly platform: Platform
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  events(): readonly PlatformEvent[]
  /** The newest of that type after `since`; waits for it. */
  seen<T extends EventType>(type: T, since?: number): Promise<EventOf<T>>
  database(name: string): PostgresDatabase
  seq(): number
  /** An add-on that is there, on an app of its own name's. */
  create(app: string, plan: string, options?: Readonly<Record<string, string>>): Promise<string>
  url(app: string): Promise<string>
  stop(): Promise<void>
  /** The platform stops, and another starts on its data. */
  again(): Promise<DatabaseWorld>
  close(): Promise<void>
}

let threads: Promise<string> | null = null
afterAll(async () => threads === null ? undefined : removeTree(await threads))

async function buildThreads(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-threads-'))
  for (const thread of ['edge-thread', 'traffic-thread', 'wire-thread']) {
    await build({
      root, configFile: false, logLevel: 'error',
      build: { ssr: `electron/headless/${thread}.ts`, target: 'node18', outDir: folder, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: `${thread}.cjs` } } },
    })
  }
  return folder
}

export async function openDatabases(dataDir?: string): Promise<DatabaseWorld> {
  const folder = await (threads ??= buildThreads())
  const place = dataDir ?? mkdtempSync(join(tmpdir(), 'dynarium-databases-'))
  if (dataDir === undefined) await borrowTemplate('embedded', place)
  const thread = (name: string): string => join(folder, `${name}-thread.cjs`)
  const platform = await composePlatform({
    dataDir: place, port: 0, routerPort: 0, version: '0', samplesDir: join(place, 'none'), experimentsDir: join(place, 'none'), staticDir: null, addOnCatalogueFile: join(root, 'resources/add-ons/catalogue.yaml'),
    edgeThreadFile: thread('edge'), trafficThreadFile: thread('traffic'), wireThreadFile: thread('wire'), drainThreadFile: 'none', addOnThreadFile: 'none', searchThreadFile: 'none',
  })
  const { kernel } = platform.engine
  const { state, journal } = kernel
  const events = (): readonly PlatformEvent[] => journal.read(0, 100_000)
  const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => platform.engine.call(name, input, 'ada@localhost') as Promise<CallOutput<N>>

  async function seen<T extends EventType>(type: T, since = 0): Promise<EventOf<T>> {
    let found: PlatformEvent | undefined
    await until(`${type}, only ${events().filter(({ seq }) => seq > since).map((event) => event.type).join(' ')}`, () => (found = events().find((event) => event.type === type && event.seq > since)) !== undefined)
    return found as EventOf<T>
  }

  function database(name: string): PostgresDatabase {
    const addOn = Object.values(state.addOns).find((one) => one.name === name)
    const found = addOn === undefined ? undefined : state.postgres[addOn.id]
    if (found === undefined) throw new Error(`no database ${name}`)
    return found
  }

  const stop = async (): Promise<void> => platform.stop()
  return {
    dataDir: place, platform, call, events, seen, database, stop,
    seq: () => state.seq,
    create: async (app, plan, options = {}) => {
      if (!Object.values(state.apps).some(({ name }) => name === app)) await call('apps:create', { name: app })
      const since = state.seq
      const { name } = await call('addons:create', { app, service: `heroku-postgresql:${plan}`, options })
      await until(`${name} is there`, () => Object.values(state.addOns).find((one) => one.name === name)?.state !== 'provisioning')
      const addOn = Object.values(state.addOns).find((one) => one.name === name)
      if (addOn?.state !== 'provisioned') throw new Error(`${name}: ${addOn?.message} ${events().filter(({ seq }) => seq > since).map(({ type }) => type).join(' ')}`)
      return name
    },
    url: async (app) => (await call('config:get', { app }))['DATABASE_URL'] ?? '',
    again: async () => {
      await stop()
      return openDatabases(place)
    },
    close: async () => {
      await stop()
      await removeTree(place)
    },
  }
}
