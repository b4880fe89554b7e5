// kill -9 of the engine, and of containers, fifty times at random: every second time while it recovers or makes its containers. The test that is run
// asks each time that exactly the dynos that are wanted run, and at the end that nothing is left. DYNARIUM_CONTAINER_KILLS sets
// another number.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { ensureDocker } from '../test/docker-engine.mjs'

const rounds = Number(process.env.DYNARIUM_CONTAINER_KILLS ?? 50)

export async function measure() {
  const engine = await ensureDocker(process.stderr)
  if (engine === null) return [{ what: 'kill -9 of engine and containers', value: 'no container engine' }]
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-container-kills-'))
  try {
    const file = join(folder, 'figures.jsonl')
    const failed = (await runTest({ DYNARIUM_DOCKER: engine.address, DYNARIUM_STACK_IMAGE: engine.smallImage, DYNARIUM_CONTAINER_KILLS: String(rounds), DYNARIUM_CONTAINER_KILL_FIGURES: file })) !== 0
    return rows(failed ? null : JSON.parse(readFileSync(file, 'utf8')), failed)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runTest(env) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', 'electron/adapters/docker/engine-kills.test.ts'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
  const [code] = await once(child, 'exit')
  return code
}

function rows(figures, failed) {
  return [
    { what: 'kills of the engine', value: String(figures?.rounds ?? 0), target: String(rounds), met: !failed && figures.rounds >= rounds },
    { what: 'kills and removals of containers', value: String(figures?.killed ?? 0) },
    { what: 'in all', value: figures === null ? 'none' : `${figures.seconds} s` },
    { what: 'containers left over or double', value: failed ? 'see above' : '0', target: '0', met: !failed },
  ]
}
