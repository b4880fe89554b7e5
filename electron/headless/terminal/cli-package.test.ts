import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ensureHerokuCli } from './cli-package.ts'

let cache = ''
const said: string[] = []
const say = (line: string): number => said.push(line)

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'heroku-cli-'))
  said.length = 0
  vi.stubEnv('DYNARIUM_CACHE_DIR', cache)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(cache, { recursive: true })
})

/** A program in npm's place, which gets npm's arguments. */
function npmIs(program: string): void {
  const file = join(cache, 'npm.js')
  writeFileSync(file, program)
  vi.stubEnv('npm_execpath', file)
}

test('it is fetched once, without its packages\' scripts, and found the next time (WS5)', async () => {
  npmIs(`const { mkdirSync, writeFileSync } = require('node:fs')
    const args = process.argv.slice(2)
    if (!args.includes('--ignore-scripts')) process.exit(3)
    const bin = args[args.indexOf('--prefix') + 1] + '/node_modules/heroku/bin'
    mkdirSync(bin, { recursive: true })
    writeFileSync(bin + '/run.js', '')`)
  const file = await ensureHerokuCli(say)
  expect(existsSync(file)).toBe(true)
  npmIs('process.exit(9)')
  expect(await ensureHerokuCli(say)).toBe(file)
  expect(said).toHaveLength(1)
  expect(readdirSync(join(cache, 'heroku-cli'))).toHaveLength(1)
})

test('a fetch that fails says why, leaves nothing half, and half a folder is replaced', async () => {
  npmIs('console.error("no such registry"); process.exit(1)')
  await expect(ensureHerokuCli(say)).rejects.toThrow(/could not be fetched[^]*no such registry/)
  expect(readdirSync(join(cache, 'heroku-cli'))).toEqual([])
  const folder = dirname(dirname(dirname(dirname(await expectedFile()))))
  rmSync(join(folder, 'node_modules'), { recursive: true })
  mkdirSync(join(folder, 'half'))
  expect(existsSync(await expectedFile())).toBe(true)
  expect(existsSync(join(folder, 'half'))).toBe(false)
})

test('where there is no npm it says what to do (WS5)', async () => {
  vi.stubEnv('npm_execpath', '')
  vi.stubEnv('PATH', cache)
  await expect(ensureHerokuCli(say)).rejects.toThrow(/no npm on your PATH[^]*install Node\.js[^]*git works here without it/)
  expect(readdirSync(join(cache, 'heroku-cli'))).toEqual([])
})

function expectedFile(): Promise<string> {
  npmIs(`const bin = process.argv[process.argv.indexOf('--prefix') + 1] + '/node_modules/heroku/bin'
    require('node:fs').mkdirSync(bin, { recursive: true })
    require('node:fs').writeFileSync(bin + '/run.js', '')`)
  return ensureHerokuCli(say)
}
