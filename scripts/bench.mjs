// `npm run bench`: measurements, side by side in one run, as ratios and medians. These are never tests: machines are noisy.
// `npm run bench -- journal` runs one of: journal, billing, push, scale, traffic, router, logs, api, idle, window; and of those that take long: redis, faults, containers, container-kills, failover.
import { cpus, totalmem } from 'node:os'
import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { explainAndExit } from './setup/failure.mjs'

const order = ['journal', 'billing', 'push', 'scale', 'traffic', 'router', 'logs', 'api', 'idle', 'window']
/** Run when asked for by name. */
const long = ['redis', 'faults', 'containers', 'container-kills', 'failover']

async function main() {
  const asked = process.argv.slice(2).filter((word) => [...order, ...long].includes(word))
  await ensureDependencies(process.stderr)
  await ensureBuild(process.stderr)
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`)
  for (const name of asked.length > 0 ? asked : order) {
    const { measure } = await import(`./bench/${name}.mjs`)
    console.log(`\n${name}`)
    for (const row of await measure()) console.log(line(row))
  }
  return 0
}

/** One figure: what, how much, what it should be, and whether it is. */
function line({ what, value, target, met }) {
  const verdict = met === undefined ? '' : met ? 'met' : 'MISSED'
  return `  ${what.padEnd(58)} ${value.padStart(22)}   ${(target ?? '').padEnd(14)} ${verdict}`.trimEnd()
}

main().then((code) => process.exit(code), explainAndExit)
