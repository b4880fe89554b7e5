import { execFileSync } from 'node:child_process'
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeFolder, writeFiles } from '../parts/test-files.fixture.ts'
import { herokuBatch, herokuScript } from './heroku-command.ts'
import { createShellHost } from './shell-host.ts'
import { nameOf, startOfShell } from './start-of-shell.ts'

const terminal = { columns: 120, rows: 30 }
let work = ''
let host: ReturnType<typeof createShellHost> | null = null

beforeEach(() => {
  work = makeFolder('shells')
  vi.stubEnv('HOME', join(work, 'home'))
})
afterEach(async () => {
  await host?.stop()
  host = null
  vi.unstubAllEnvs()
  rmSync(work, { recursive: true, force: true })
})

/** A home whose start-up files all put another `heroku` first, and a shell in it. */
async function opened(shell: string, folder: string | null = null) {
  const own = 'export THEIRS=yes\nexport PATH="$HOME/other:$PATH"\n'
  writeFiles(join(work, 'home'), { 'other/heroku': '#!/bin/sh\necho the other\n', '.bashrc': own, '.zshrc': own, '.zshenv': 'export FIRST=env\n', '.config/fish/config.fish': 'set -gx THEIRS yes\nset -gx PATH $HOME/other $PATH\n', 'work/a': '' })
  const env = { PATH: process.env['PATH'] ?? '', HOME: join(work, 'home'), SHELL: shell, HEROKU_API_KEY: 'a real one', npm_config_x: 'y', GIT_SSL_CAINFO: '/etc/ca.pem', no_proxy: 'intern' }
  host = createShellHost({ heroku: { program: '/bin/echo', isElectron: false, file: 'cli.cjs', dataDir: join(work, 'data') }, env, settings: (given) => ({ HEROKU_HOST: 'http://127.0.0.1:1', SEEN: String(given['GIT_SSL_CAINFO']) }) })
  let text = ''
  let waiting: { readonly words: RegExp; readonly done: () => void } | null = null
  const ended = new Promise<number | null>((done) => {
    host?.connect({
      said: (_id, more) => {
        text += more
        if (waiting?.words.test(text) === true) waiting.done()
      },
      ended: (_id, status) => done(status),
    })
  })
  const facts = await host.open({ shellId: 's', folder, terminal })
  const until = (words: RegExp): Promise<void> => new Promise((done) => {
    waiting = { words, done }
    if (words.test(text)) done()
  })
  return { facts, ended, until, type: (line: string) => host?.write('s', `${line}\n`), said: () => text }
}

describe.skipIf(process.platform === 'win32').each(['bash', 'zsh', 'fish'])('%s', (name) => {
  const program = [`/usr/bin/${name}`, `/bin/${name}`].find((path) => existsSync(path))

  it.skipIf(program === undefined)('has the person\'s own set-up and home, and our heroku after it (WS1)', { timeout: 30_000 }, async () => {
    const { facts, ended, type, said } = await opened(program ?? '')
    expect(facts).toEqual({ name, folder: join(work, 'home') })
    type('heroku apps --all; echo "theirs=$THEIRS host=$HEROKU_HOST key=[$HEROKU_API_KEY] npm=[$npm_config_x] ca=[$GIT_SSL_CAINFO] seen=$SEEN direct=$no_proxy"; exit 3')
    expect(await ended).toBe(3)
    expect(said()).toContain('heroku and git in this shell speak to this Dynarium.')
    expect(said()).toContain(`cli.cjs heroku --data-dir ${join(work, 'data')} apps --all`)
    expect(said()).toContain('theirs=yes host=http://127.0.0.1:1 key=[] npm=[] ca=[] seen=/etc/ca.pem direct=intern,127.0.0.1,localhost')
  })
})

describe.skipIf(process.platform === 'win32')('a shell in a terminal', () => {
  it.skipIf(!existsSync('/usr/bin/zsh'))('of zsh finds its own folder of start-up files again, and no other (WS1)', { timeout: 30_000 }, async () => {
    const { ended, type, said } = await opened('/usr/bin/zsh')
    type('echo "first=$FIRST dir=[$ZDOTDIR]"; exit')
    await ended
    expect(said()).toContain('first=env dir=[]')
  })

  it('follows its size, and is hung up on with what runs in it (WS3)', { timeout: 30_000 }, async () => {
    const { ended, until, type } = await opened('/bin/bash')
    host?.resize('s', 71, 17)
    type(`stty size; sh -c 'trap "echo hung > heard; exit" HUP; echo rea""dy; while :; do sleep 0.1; done'`)
    await until(/17 71[^]*ready\r/)
    host?.signal('s', 'SIGHUP')
    expect(await ended).toBe(129)
    await expect.poll(() => existsSync(join(work, 'home', 'heard')), { timeout: 20_000 }).toBe(true)
  })

  it('that does not listen is killed with the engine (WS3)', { timeout: 30_000 }, async () => {
    const { ended, until, type } = await opened('/bin/bash')
    type('trap "" HUP; echo rea""dy')
    await until(/ready\r/)
    await host?.stop()
    expect(await ended).toBe(137)
  })

  it('begins in the folder it is given, or at home where that is gone (WS6)', { timeout: 30_000 }, async () => {
    expect((await opened('/bin/bash', join(work, 'home', 'work'))).facts.folder).toBe(join(work, 'home', 'work'))
    await host?.stop()
    expect((await opened('/bin/sh', join(work, 'gone'))).facts).toEqual({ name: 'sh', folder: join(work, 'home') })
  })

  it('that is no program is refused in words (WS3)', async () => {
    await expect(opened('/bin/no-such-shell')).rejects.toThrow('/bin/no-such-shell is no program that can be run here')
  })
})

it('is started as each kind wants it, on each system (WS1)', () => {
  const start = (name: string, platform: NodeJS.Platform) => startOfShell({ name, platform, folder: '/data/shell', home: '/home/ada', env: { ZDOTDIR: '/dots' } })
  expect(['/usr/local/bin/zsh', 'C:\\Windows\\PowerShell.exe', 'fish'].map(nameOf)).toEqual(['zsh', 'powershell', 'fish'])
  expect(start('powershell', 'win32').parameters.at(-1)).toMatch(/^\$env:PATH = \$env:DYNARIUM_SHELL_BIN .*; Write-Host 'heroku and git/)
  expect(start('pwsh', 'linux').parameters.at(-1)).not.toContain('Write-Host')
  // Where an app knows no PATH of the person's, they are login shells.
  expect(start('zsh', 'darwin')).toMatchObject({ parameters: ['-l', '-i'], env: { ZDOTDIR: '/data/shell/zsh', DYNARIUM_ZDOTDIR: '/dots' } })
  expect(start('bash', 'darwin').files[0]?.[1]).toContain('. /etc/profile')
  expect(start('fish', 'darwin').parameters).toContain('-l')
  expect(start('constructor', 'linux')).toEqual({ parameters: [], env: {}, files: [] })
})

describe('its heroku (WS5)', () => {
  it.skipIf(process.platform === 'win32')('is run with the words it was given, wherever it lies, and can be read by its owner only', async () => {
    const folder = join(work, `Ada's "data" $HOME`)
    writeFiles(folder, { heroku: herokuScript({ program: process.execPath, isElectron: true, file: join(folder, 'cli.cjs'), dataDir: folder }), 'cli.cjs': 'console.log(JSON.stringify([process.env.ELECTRON_RUN_AS_NODE, ...process.argv.slice(2)]))' })
    expect(JSON.parse(execFileSync(join(folder, 'heroku'), ['config:set', 'A=b c', '$D'], { encoding: 'utf8' }))).toEqual(['1', 'heroku', '--data-dir', folder, 'config:set', 'A=b c', '$D'])
    await opened('/bin/bash')
    expect(statSync(join(work, 'data', 'shell', 'bin', 'heroku')).mode & 0o777).toBe(0o700)
    expect(statSync(join(work, 'data', 'shell')).mode & 0o777).toBe(0o700)
  })

  it('is a batch file on Windows', () => {
    const text = herokuBatch({ program: 'C:\\Program Files\\Dynarium\\Dynarium.exe', isElectron: true, file: 'C:\\a\\cli.cjs', dataDir: 'C:\\100%\\data' })
    expect(text.split('\r\n')).toEqual(['@echo off', 'setlocal', 'set ELECTRON_RUN_AS_NODE=1', '"C:\\Program Files\\Dynarium\\Dynarium.exe" "C:\\a\\cli.cjs" heroku --data-dir "C:\\100%%\\data" %*', ''])
  })
})
