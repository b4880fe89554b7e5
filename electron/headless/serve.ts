// The headless host: the same engine with no Electron, for browsers, classrooms and scripts. One line of JSON says that it is
// ready, or why it is not.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { composePlatform, type Platform } from './compose.ts'
import { parseServeOptions, usage, type ServeOptions } from './serve-options.ts'
import { explainFailure } from './start-failure.ts'

const stopLimitMs = 10_000
const root = join(__dirname, '..', '..')

void main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return void process.stdout.write(usage)
  let options: ServeOptions | null = null
  try {
    options = parseServeOptions(args)
    const platform = await start(options)
    stopOnSignals(platform)
    announce({ event: 'ready', url: platform.control.url, router: platform.routerUrl, token: platform.token, ...simulationFacts(options) })
  } catch (error) {
    announce({ event: 'failed', message: explainFailure(error, options) })
    process.exit(1)
  }
}

function start(options: ServeOptions): Promise<Platform> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return composePlatform({
    ...options, version, samplesDir: join(root, 'resources', 'samples'), experimentsDir: join(root, 'resources', 'experiments'), priceBookFile: join(root, 'resources', 'price-books', 'heroku.yaml'), addOnCatalogueFile: join(root, 'resources', 'add-ons', 'catalogue.yaml'), staticDir: join(root, 'out', 'renderer'), edgeThreadFile: join(__dirname, 'edge-thread.cjs'), trafficThreadFile: join(__dirname, 'traffic-thread.cjs'), wireThreadFile: join(__dirname, 'wire-thread.cjs'), drainThreadFile: join(__dirname, 'drain-thread.cjs'), addOnThreadFile: join(__dirname, 'addon-thread.cjs'), searchThreadFile: join(__dirname, 'search-thread.cjs'), herokuCliFile: join(__dirname, 'heroku-cli.cjs'),
  })
}

/** The first asks for an orderly end, which has a limit; the second insists. */
function stopOnSignals(platform: Platform): void {
  let isStopping = false
  const stop = () => {
    if (isStopping) process.exit(1)
    isStopping = true
    const limit = setTimeout(() => process.exit(1), stopLimitMs)
    platform.stop().then(
      () => {
        clearTimeout(limit)
        process.exit(0)
      },
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
}

function simulationFacts({ simulation }: ServeOptions): object {
  return simulation === null ? {} : { runtime: 'simulated', seed: simulation.seed }
}

function announce(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
