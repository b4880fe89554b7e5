import { randomInt } from 'node:crypto'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { realRuntimes, type RealRuntime, type RuntimeKind } from '../../shared/domain/runtime.ts'
import { dataDirOf } from '../main/launch-options.ts'
import type { Simulation } from './simulated-outside.ts'

export type ServeOptions = {
  /** Absolute. */
  readonly dataDir: string
  readonly port: number
  readonly routerPort: number
  /** Of Toxiproxy's API; null: not served. */
  readonly toxiproxyPort: number | null
  /** Null: nothing is simulated. */
  readonly simulation: Simulation | null
  /** Where apps run that say nothing, when nothing is simulated. */
  readonly usualRuntime: RealRuntime
  /** Engines whose nodes dynos in containers are spread over, like DOCKER_HOST; empty: the one engine that is found. */
  readonly swarmNodes: readonly string[]
}

/** Taken when nobody says otherwise. */
export const usualPorts = { control: 7070, router: 7080 } as const
const usualToxiproxyPort = 8474

export const usage = `Usage: serve [--data-dir DIR] [--port 7070] [--router-port 7080] [--runtime process|docker|simulated]

  --data-dir DIR      where everything is kept (default: ${defaultDataDir('process')})
  --port N            control port: interface, API and git (0: any that is free)
  --router-port N     where apps answer: http://<app>.localhost:N/ (0: any that is free)
  --toxiproxy-port N  Toxiproxy's HTTP API, for its clients (default: ${usualToxiproxyPort} if it is free; 0: any; off: not served)
  --host 127.0.0.1    for completeness: Dynarium listens on this machine only
  --runtime KIND      where apps run that say nothing themselves. process: dynos are processes of yours (default). docker: they are
                      containers of the Docker that is found here. simulated: nothing of an app is run; builds, dynos and requests
                      are a model in real time, with a data folder of its own (default: ${defaultDataDir('simulated')})
  --swarm-node ADDR   an engine of a Docker swarm, like DOCKER_HOST; once for each node, a manager first. Dynos in containers are then
                      services of the swarm, spread over these nodes
  --seed N            simulated only: the same number draws the same chances (default: one that is printed at the start)
  --log-rate N        simulated only: log lines a second of each dyno (default: 0)
`

/** Short enough to be typed again. */
const seedBound = 1_000_000
const maxLogRate = 1000
const loopback = ['127.0.0.1', 'localhost', '::1']

/** Throws Error with a sentence for people. */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const { values } = parseArgs({
    args: [...args], strict: true, allowPositionals: false,
    options: { 'data-dir': { type: 'string' }, port: { type: 'string' }, 'router-port': { type: 'string' }, 'toxiproxy-port': { type: 'string' }, host: { type: 'string' }, runtime: { type: 'string' }, seed: { type: 'string' }, 'log-rate': { type: 'string' }, 'swarm-node': { type: 'string', multiple: true } },
  })
  const { host } = values
  if (host !== undefined && !loopback.includes(host)) throw new Error(`--host ${host}: Dynarium listens on 127.0.0.1 only, because who reaches its port can run programs here.`)
  const port = portOf('--port', values.port, usualPorts.control)
  const routerPort = portOf('--router-port', values['router-port'], usualPorts.router)
  if (port !== 0 && port === routerPort) throw new Error(`--port and --router-port are both ${port}. Choose two.`)
  const { runtime = 'process' } = values
  if (!isRuntime(runtime)) throw new Error(`--runtime ${runtime}: choose process, docker or simulated.`)
  const isReal = runtime !== 'simulated'
  if (isReal && (values.seed ?? values['log-rate']) !== undefined) throw new Error('--seed and --log-rate are for --runtime simulated: real programs do as they like.')
  const toxiproxyPort = toxiproxyPortOf(isReal, values['toxiproxy-port'])
  return { dataDir: resolve(values['data-dir'] ?? defaultDataDir(runtime)), port, routerPort, toxiproxyPort, simulation: isReal ? null : simulationOf(values.seed, values['log-rate']), usualRuntime: isReal ? runtime : 'process', swarmNodes: nodesOf(isReal, values['swarm-node']) }
}

function nodesOf(isReal: boolean, addresses: readonly string[] = []): readonly string[] {
  if (!isReal && addresses.length > 0) throw new Error('--swarm-node is for what is real: where everything is simulated there are no engines.')
  for (const address of addresses) if (!/^(unix|tcp|ssh|npipe|https?):\/\/./.test(address)) throw new Error(`--swarm-node ${address}: an engine's address begins with unix://, tcp://, ssh:// or npipe://.`)
  return addresses
}

const isRuntime = (text: string): text is RuntimeKind => text === 'simulated' || realRuntimes.some((runtime) => runtime === text)

function simulationOf(seedText: string | undefined, rateText: string | undefined): Simulation {
  const seed = Number(seedText ?? randomInt(1, seedBound))
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`--seed ${seedText}: a seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`)
  const logRate = Number(rateText ?? 0)
  if (rateText === '' || !(logRate >= 0 && logRate <= maxLogRate)) throw new Error(`--log-rate ${rateText}: lines a second are a number from 0 to ${maxLogRate}.`)
  return { seed, logRate }
}

/** A simulated platform has links without bytes: a client of Toxiproxy would be told of faults that nothing feels. */
function toxiproxyPortOf(isReal: boolean, text: string | undefined): number | null {
  if (isReal) return text === 'off' ? null : portOf('--toxiproxy-port', text, usualToxiproxyPort)
  if (text !== undefined && text !== 'off') throw new Error("--toxiproxy-port is for what is real: where everything is simulated no bytes flow through Toxiproxy's proxies.")
  return null
}

function portOf(name: string, text: string | undefined, fallback: number): number {
  const port = Number(text ?? fallback)
  if (text === '' || !Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} ${text}: a port is a number from 0 to 65535.`)
  return port
}

function defaultDataDir(runtime: RuntimeKind): string {
  return dataDirOf(runtime, { platform: process.platform, env: process.env, home: homedir() })
}
