import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cacheDir } from '../../electron/headless/terminal/cli-package.ts'
import { sampleRepository } from '../support/repository.ts'
import { dynarium, herokuWords, runProgram, type Ran } from '../support/terminal.ts'
import { useWorld } from '../support/world.ts'

// The published Heroku CLI and the machine's own git, on a headless platform with real processes.
const world = useWorld('heroku-cli')
const limitMs = 240_000
let words: readonly string[] = []
let home = ''
let dataDir = ''
/** A person's home with a real Heroku login in it, which must be left alone. */
const netrc = 'machine api.heroku.com\n  login ada@example.com\n  password real-secret\n'
const gitConfig = '[user]\n\tname = Ada\n\temail = ada@localhost\n'
const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: home, DYNARIUM_CACHE_DIR: cacheDir(), HTTPS_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', GIT_TERMINAL_PROMPT: '0' })
const heroku = (args: readonly string[], cwd = home): Promise<Ran> => runProgram(process.execPath, [...words, ...args], { cwd, env: environment() })

beforeAll(async () => {
  dataDir = join(world.work, 'data')
  home = join(world.work, 'home')
  mkdirSync(home)
  writeFileSync(join(home, '.netrc'), netrc, { mode: 0o600 })
  writeFileSync(join(home, '.gitconfig'), gitConfig)
  words = await herokuWords(dataDir)
}, limitMs)

describe('dynarium heroku (HC7)', () => {
  test('heroku apps, create, git push over TLS with its credential helper, and info', { timeout: limitMs }, async () => {
    const repository = await sampleRepository(join(world.work, 'shop'), 'node')
    expect(await heroku(['apps'])).toMatchObject({ code: 0, stdout: expect.stringContaining('You have no apps.') })
    const created = await heroku(['create', 'shop'], repository.folder)
    expect(created.code, created.stderr).toBe(0)
    const remote = `https://127.0.0.1:${world.host().controlPort}/shop.git`
    expect((await runProgram('git', ['remote', '-v'], { cwd: repository.folder })).stdout).toContain(`heroku\t${remote} (push)`)

    const own = join(dataDir, 'heroku-cli')
    expect(readFileSync(join(own, 'gitconfig'), 'utf8')).toContain('helper = !heroku git:credentials')
    const token = { HEROKU_HOST: world.host().url, HEROKU_API_KEY: world.host().token, HEROKU_SKIP_NEW_VERSION_CHECK: 'true', DISABLE_TELEMETRY: 'true' }
    const push = await runProgram('git', ['-c', `http.https://127.0.0.1:${world.host().controlPort}/.sslCAInfo=${join(dataDir, 'trust', 'ca.pem')}`, 'push', 'heroku', 'main'], {
      cwd: repository.folder, env: { ...environment(), HTTPS_PROXY: '', HOME: join(own, 'home'), GIT_CONFIG_GLOBAL: join(own, 'gitconfig'), PATH: `${join(own, 'bin')}:${process.env['PATH']}`, ...token },
    })
    expect(push.code, push.stderr).toBe(0)
    expect(push.stderr).toContain('remote: ')
    expect((await world.untilServed('shop')).status).toBe(200)
    const info = await heroku(['apps:info', '-a', 'shop'])
    expect(info.code, info.stderr).toBe(0)
    expect(info.stdout).toMatch(/=== shop[^]*web: 1/)

    const cloned = await heroku(['git:clone', '-a', 'shop', join(world.work, 'cloned')])
    expect(cloned.code, cloned.stderr).toBe(0)
    expect(readFileSync(join(world.work, 'cloned', 'package.json'), 'utf8')).toBe(repository.read('package.json'))
  })

  test("exit codes are the CLI's own, and a real login and git's settings of the user are as before", { timeout: limitMs }, async () => {
    expect(await heroku(['apps:info', '-a', 'nobody-has-this'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Error ID: not_found') })
    expect((await heroku(['no:such:command'])).code).not.toBe(0)
    expect(readFileSync(join(home, '.netrc'), 'utf8')).toBe(netrc)
    expect(readFileSync(join(home, '.gitconfig'), 'utf8')).toBe(gitConfig)
  })
})

describe('dynarium env (HC6)', () => {
  test('in a shell is all that git needs to push over TLS, and sends no credentials elsewhere', { timeout: limitMs }, async () => {
    const repository = await world.newApp('env-app')
    const printed = await dynarium(['env', '--data-dir', dataDir, '--shell', 'sh'], { env: environment() })
    expect(printed.code, printed.stderr).toBe(0)
    const script = `eval "$SETTINGS"; unset HTTPS_PROXY; git push https://127.0.0.1:${world.host().controlPort}/env-app.git main && git ls-remote https://localhost:${world.host().controlPort}/env-app.git`
    const pushed = await runProgram('sh', ['-c', script], { cwd: repository.folder, env: { ...environment(), SETTINGS: printed.stdout } })
    expect(pushed.code, pushed.stderr).toBe(0)
    expect(pushed.stdout).toMatch(/^[0-9a-f]{40}\s+HEAD/m)
    const without = await runProgram('git', ['ls-remote', `https://127.0.0.1:${world.host().controlPort}/env-app.git`], { cwd: home, env: { ...environment(), HTTPS_PROXY: '' } })
    expect(without).toMatchObject({ code: 128, stderr: expect.stringMatching(/certificate/) })
  })

  test('says nothing on standard output where none runs, nor of one that was killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dynarium-gone-'))
    const nobody = { code: 1, stdout: '', stderr: expect.stringMatching(/^No Dynarium runs on .* Start it/) }
    expect(await dynarium(['env', '--data-dir', folder])).toMatchObject(nobody)
    expect(statSync(join(dataDir, 'address.json')).mode & 0o777).toBe(0o600)
    const address = JSON.parse(readFileSync(join(dataDir, 'address.json'), 'utf8')) as object
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    for (const text of [JSON.stringify({ ...address, pid }), JSON.stringify({ ...address, start: 'another time' }), JSON.stringify({ ...address, url: 'http://evil.test' }), '{', '']) {
      writeFileSync(join(folder, 'address.json'), text)
      expect(await dynarium(['env', '--data-dir', folder]), text).toMatchObject(nobody)
    }
    rmSync(folder, { recursive: true })
  })
})

describe('dynarium trust (HC8)', () => {
  test('says where the authority is, adds it to git for our address alone, and takes all of it away again', async () => {
    const ca = join(dataDir, 'trust', 'ca.pem')
    const trust = (args: readonly string[]): Promise<Ran> => dynarium(['trust', '--data-dir', dataDir, ...args], { env: environment() })
    expect(await trust([])).toMatchObject({ code: 0, stderr: expect.stringContaining(ca) })
    expect(readFileSync(join(home, '.gitconfig'), 'utf8')).toBe(gitConfig)
    const port = world.host().controlPort
    expect((await trust(['--git'])).stderr).toContain(`http.https://127.0.0.1:${port}/.sslCAInfo = ${ca}`)
    await trust(['--git'])
    const settings = (): Promise<Ran> => runProgram('git', ['config', '--global', '--list'], { env: environment() })
    expect((await settings()).stdout.split('\n').filter((line) => line.includes('sslcainfo'))).toEqual([`http.https://127.0.0.1:${port}/.sslcainfo=${ca}`, `http.https://localhost:${port}/.sslcainfo=${ca}`])
    await runProgram('git', ['config', '--global', 'http.https://localhost:1/.sslCAInfo', '/theirs.pem'], { env: environment() })
    expect((await trust(['--remove'])).stderr).toContain(`http.https://localhost:${port}/.sslcainfo = ${ca}`)
    expect((await settings()).stdout).toBe('user.name=Ada\nuser.email=ada@localhost\nhttp.https://localhost:1/.sslcainfo=/theirs.pem\n')
    expect((await trust(['--remove'])).stderr).toContain('nothing was changed')
    writeFileSync(join(home, '.gitconfig'), gitConfig)
  })
})

/** A network of its own with nothing but lo: what would leave the machine finds no way. Only root of a Linux can make one. */
const canUnshare = process.platform === 'linux' && spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status === 0

/** Loaded into each of the CLI's processes: writes down whom it calls, silently failed calls included. */
const watch = `const { Socket } = require('node:net')
const { connect } = Socket.prototype
Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args
  const to = typeof first === 'object' ? first : { host: args[1] }
  if (!to.path) require('node:fs').appendFileSync(process.env.CALLS, (to.host ?? 'localhost') + '\\n')
  return connect.apply(this, args)
}`

describe('nothing leaves the machine (HC9)', () => {
  const serve = resolve(import.meta.dirname, '../../out/main/serve.cjs')
  let work = ''
  afterAll(() => rmSync(work, { recursive: true, force: true }))

  test.skipIf(!canUnshare)('the commands work where there is no network but lo, and no call of theirs names another address', { timeout: limitMs }, async () => {
    work = mkdtempSync(join(tmpdir(), 'dynarium-alone-'))
    const data = join(work, 'data')
    const commands = ['apps', 'apps:create alone', 'apps:info -a alone', 'config:set A=1 -a alone', 'config -a alone', 'releases -a alone', 'logs -a alone', 'git:remote -a alone', 'auth:whoami', 'regions', 'apps:destroy -a alone --confirm alone']
    const cli = (await herokuWords(data)).map((word) => `'${word}'`).join(' ')
    writeFileSync(join(work, 'watch.cjs'), watch)
    writeFileSync(join(work, 'all.sh'), `ip link set lo up
      '${process.execPath}' '${serve}' --data-dir '${data}' --port 0 --router-port 0 --toxiproxy-port off --runtime simulated > serve.out & server=$!
      until grep -q ready serve.out; do kill -0 $server || exit 9; done
      git init -q .
      export CALLS='${join(work, 'calls')}' NODE_OPTIONS='--require ${join(work, 'watch.cjs')}'
      ${commands.map((command) => `'${process.execPath}' ${cli} ${command} > out 2>&1 || { echo "FAILED ${command}"; cat out; }`).join('\n')}
      kill $server; wait $server`)
    const env = { ...environment(), HOME: work }
    const ran = await runProgram('unshare', ['-n', 'sh', 'all.sh'], { cwd: work, env })
    expect(ran.stdout + ran.stderr).not.toContain('FAILED')
    expect(ran.code).toBe(0)
    const called = readFileSync(join(work, 'calls'), 'utf8').trim().split('\n')
    expect(called.length).toBeGreaterThan(commands.length)
    expect(new Set(called)).toEqual(new Set(['127.0.0.1']))
  })
})
