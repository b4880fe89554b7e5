import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { repository } from './source-files'

const LIMIT_MS = 120_000

/** What knip finds unused or missing below a folder, one line each. */
function findDead(folder: string): string[] {
  const knip = join(repository, 'node_modules', 'knip', 'bin', 'knip.js')
  const result = spawnSync(process.execPath, [knip, '--directory', folder, '--reporter', 'json', '--no-progress'], {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 50_000_000,
  })
  if (result.status !== 0 && result.status !== 1) throw new Error(`knip could not run: ${result.stderr}`)
  const report = JSON.parse(result.stdout) as { issues: ({ file: string } & Record<string, { name: string }[]>)[] }
  const lines = report.issues
    .flatMap(({ file, ...kinds }) =>
      Object.entries(kinds).flatMap(([kind, found]) => (Array.isArray(found) ? found.map(({ name }) => `${kind}: ${name} (${file})`) : [])),
    )
  lines.sort()
  return lines
}

test('the repository has no dead file, no unused export and no unused or undeclared dependency', { timeout: LIMIT_MS }, () => {
  expect(findDead(repository)).toEqual([])
})

test('dead code and idle dependencies are found', { timeout: LIMIT_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dead-code-'))
  try {
    mkdirSync(join(folder, 'src'))
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
    write('package.json', JSON.stringify({ name: 'x', dependencies: { 'left-idle': '1.0.0' } }))
    write('knip.json', JSON.stringify({ entry: ['src/index.ts'], project: ['src/**/*.ts'] }))
    write('src/index.ts', `import { used } from './used'\nimport 'undeclared'\nconsole.log(used)`)
    write('src/used.ts', 'export const used = 1\nexport const idle = 2')
    write('src/dead.ts', 'export const dead = 1')
    expect(findDead(folder)).toEqual([
      'dependencies: left-idle (package.json)',
      'exports: idle (src/used.ts)',
      'files: src/dead.ts (src/dead.ts)',
      'unlisted: undeclared (src/index.ts)',
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
