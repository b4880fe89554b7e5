// `dynarium check [DIR]`: the twelve factors of a folder, for a terminal or CI. A platform is started for it in a folder of its own, on ports
// that are free, and nothing of it is left. Progress goes to standard error, the scorecard to standard output or a file.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FactorCheck } from '../../shared/domain/factor-check.ts'
import { written } from '../../shared/factors/formats.ts'
import { isBad, tally } from '../../shared/factors/scorecard.ts'
import { checkUsage, parseCheckOptions, type CheckOptions } from './check-options.ts'
import { composePlatform, type Platform } from './compose.ts'
import { explainFailure } from './start-failure.ts'

const notRun = 2
const root = join(__dirname, '..', '..')

void main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return void process.stdout.write(checkUsage)
  try {
    process.exitCode = await run(parseCheckOptions(args))
  } catch (error) {
    say(explainFailure(error, null))
    process.exitCode = notRun
  }
  // Whatever a library left open: all that is ours has ended.
  process.exit()
}

async function run(options: CheckOptions): Promise<number> {
  if (statSync(options.folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new Error(`${options.folder} is not a folder.`)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const work = mkdtempSync(join(tmpdir(), 'dynarium-check-'))
  let platform: Platform | null = null
  try {
    platform = await composePlatform({
      dataDir: join(work, 'data'), port: 0, routerPort: 0, version, samplesDir: join(root, 'resources', 'samples'), experimentsDir: join(root, 'resources', 'experiments'), staticDir: null, toxiproxyPort: null,
      edgeThreadFile: join(__dirname, 'edge-thread.cjs'), trafficThreadFile: join(__dirname, 'traffic-thread.cjs'), wireThreadFile: join(__dirname, 'wire-thread.cjs'), drainThreadFile: join(__dirname, 'drain-thread.cjs'), addOnThreadFile: join(__dirname, 'addon-thread.cjs'), searchThreadFile: join(__dirname, 'search-thread.cjs'),
    })
    const check = await checked(platform, options.folder)
    if (check.card === null) throw new Error(check.trouble ?? 'The check gave no result.')
    const text = written(check.card, options.format, version)
    if (options.output === null) process.stdout.write(text)
    else writeFileSync(options.output, text)
    if (options.output !== null || options.format !== 'text') say(`${tally(check.card)}, in ${check.card.seconds} s`)
    return isBad(check.card.findings, options.failOn) ? 1 : 0
  } finally {
    await platform?.stop()
    rmSync(work, { recursive: true, force: true })
  }
}

/** Resolves when it ended. A signal stops it, and all is taken away as after any other end. */
async function checked({ engine }: Platform, folder: string): Promise<FactorCheck> {
  const by = 'check@localhost'
  const { checkId } = (await engine.call('factors:check', { subject: { kind: 'folder', path: folder } }, by)) as { checkId: string }
  const interrupt = (): void => void engine.call('factors:stop', { checkId }, by).catch(() => {})
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, interrupt)
  return new Promise((ended) => {
    const look = (): void => {
      const check = engine.kernel.state.factorChecks[checkId]
      if (check?.endedAt != null) ended(check)
    }
    engine.kernel.listen((events) => {
      for (const event of events) if (event.type === 'factors.advanced') say(`... ${event.data.doing}`)
      look()
    })
    look()
  })
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
