import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { cliEnvironment } from './cli-environment.ts'
import { inShell, usualShell } from './shells.ts'
import { parseEnvOptions, parseHerokuOptions, parseTrustOptions } from './terminal-options.ts'

const address = { url: 'http://127.0.0.1:7070', caFile: "/data of Ada's/ca.pem" }
const asObject = (token: string | null, env: Readonly<Record<string, string>> = {}): Record<string, string> => Object.fromEntries(cliEnvironment({ ...address, token, env }))

describe("the CLI's environment (HC6)", () => {
  it('leads everything that can be told to this address', () => {
    expect(asObject('secret')).toMatchObject({
      HEROKU_HOST: 'http://127.0.0.1:7070', HEROKU_API_KEY: 'secret', HEROKU_DATA_HOST: '127.0.0.1', HEROKU_EXEC_URL: 'https://127.0.0.1:7070/', DISABLE_TELEMETRY: 'true',
      NODE_EXTRA_CA_CERTS: address.caFile, 'GIT_CONFIG_KEY_0': 'http.https://127.0.0.1:7070/.sslCAInfo', 'GIT_CONFIG_VALUE_0': address.caFile, GIT_CONFIG_COUNT: '4',
    })
    const login = asObject(null)
    expect(login).not.toHaveProperty('HEROKU_API_KEY')
    expect(login['GIT_CONFIG_COUNT']).toBe('2')
    expect(JSON.stringify(cliEnvironment({ ...address, token: 'secret', env: {} }).filter(([name]) => name !== 'HEROKU_API_KEY'))).not.toContain('secret')
  })

  it("keeps git's settings that the shell has, and does not pile up its own", () => {
    const theirs = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.editor', GIT_CONFIG_VALUE_0: 'ed' }
    const once = asObject('secret', theirs)
    expect(once).toMatchObject({ GIT_CONFIG_COUNT: '5', GIT_CONFIG_KEY_0: 'core.editor', GIT_CONFIG_VALUE_0: 'ed', GIT_CONFIG_KEY_1: 'http.https://127.0.0.1:7070/.sslCAInfo' })
    expect(asObject('secret', once)).toEqual(once)
    for (const count of ['many', '-1', '']) expect(asObject('secret', { GIT_CONFIG_COUNT: count })['GIT_CONFIG_COUNT']).toBe('4')
  })

  it("goes on with the authority that git has by environment, for all but this address (WS1)", () => {
    expect(asObject('secret', { GIT_SSL_CAINFO: '/etc/ca.pem' })).toMatchObject({ GIT_CONFIG_COUNT: '5', GIT_CONFIG_KEY_0: 'http.sslCAInfo', GIT_CONFIG_VALUE_0: '/etc/ca.pem', GIT_CONFIG_KEY_1: 'http.https://127.0.0.1:7070/.sslCAInfo' })
  })

  it('is quoted for each shell', () => {
    const value = `a'b "c" $HOME \`d\` \\e %f% !g`
    expect(inShell('fish', [['X', value]])).toContain(String.raw`set -gx X 'a\'b "c" $HOME ` + '`d`' + String.raw` \\e %f% !g'`)
    expect(inShell('powershell', [['X', value]])).toContain(`$env:X = 'a''b "c" $HOME \`d\` \\e %f% !g'`)
    expect(inShell('cmd', [['X', 'a b%c']])).toContain('set "X=a b%%c"')
    for (const [shell, line] of [['sh', 'unset X'], ['fish', 'set -e X'], ['powershell', 'Remove-Item Env:X'], ['cmd', 'set "X="']] as const) expect(inShell(shell, [], ['X'])).toContain(`${line}\n`)
    const read = execFileSync('sh', ['-c', `${inShell('sh', [['X', value]])}printf %s "$X"`], { encoding: 'utf8' })
    expect(read).toBe(value)
  })

  it('is for the shell that is used', () => {
    expect(usualShell('linux', '/usr/bin/fish')).toBe('fish')
    expect(usualShell('darwin', '/bin/zsh')).toBe('sh')
    expect(usualShell('linux', undefined)).toBe('sh')
    expect(usualShell('win32', undefined)).toBe('powershell')
    expect(usualShell('linux', '/usr/bin/pwsh')).toBe('powershell')
  })
})

it('what is typed wrongly is told in words, and what is for the CLI reaches it (HC6)', () => {
  expect(() => parseEnvOptions(['--shell', 'tcsh'])).toThrow('--shell tcsh: choose sh, fish, powershell, cmd.')
  expect(() => parseEnvOptions(['--data-dir', ''])).toThrow('needs a folder')
  expect(parseTrustOptions(['--git', '--data-dir', '/d'])).toEqual({ dataDir: '/d', wants: 'git' })
  expect(parseHerokuOptions(['--data-dir=/d', 'run', '--data-dir', 'x'])).toEqual({ dataDir: '/d', args: ['run', '--data-dir', 'x'] })
  expect(parseHerokuOptions(['--data-dir', '/d', 'apps'])).toEqual({ dataDir: '/d', args: ['apps'] })
  expect(parseHerokuOptions(['apps', '-a', 'x']).args).toEqual(['apps', '-a', 'x'])
})
