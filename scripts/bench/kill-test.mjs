// Runs a test that kills and writes down what it saw.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'

/** `env` says, by the file for the figures, what the test finds in its environment. It writes a line of JSON for each figure. */
export async function runKillTest(test, env) {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-kills-'))
  try {
    const file = join(folder, 'figures.jsonl')
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const child = spawn(process.execPath, [vitest, 'run', test], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env(file) } })
    const [code] = await once(child, 'exit')
    return { failed: code !== 0, figures: read(file) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  } catch {
    return []
  }
}
