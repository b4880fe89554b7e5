// The published Heroku CLI in a terminal: `heroku run` by the machine's own ssh, whose size follows, and `ps:exec`, on real processes.

import { spawn, type IPty } from '@lydell/node-pty'
import { spawnSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readToEnd } from '../../electron/adapters/parts/read-to-end.ts'
import { cacheDir } from '../../scripts/setup/paths.mjs'
import { herokuWords } from '../support/terminal.ts'
import { useWorld } from '../support/world.ts'

const world = useWorld('heroku-ssh')
const limitMs = 240_000
const hasSsh = spawnSync('ssh', ['-V']).status === 0
const terminals: IPty[] = []
let words: readonly string[] = []

beforeAll(async () => {
  words = await herokuWords(join(world.work, 'data'))
  const repository = await world.newApp('shop')
  const pushed = await repository.push(world.remote('shop'))
  if (!pushed.ok) throw new Error(pushed.output)
  await world.untilServed('shop')
  await world.api('PATCH', '/apps/shop/features/runtime-heroku-exec', { enabled: true })
}, limitMs)
afterEach(() => terminals.splice(0).forEach((terminal) => terminal.kill('SIGKILL')))

type Screen = { readonly terminal: IPty; heard(): string; until(wanted: RegExp): Promise<void>; readonly code: Promise<number> }

function heroku(args: readonly string[]): Screen {
  const terminal = spawn(process.execPath, [...words, ...args], { cwd: world.work, cols: 100, rows: 30, env: { PATH: process.env['PATH'] ?? '', HOME: world.work, DYNARIUM_CACHE_DIR: cacheDir(), LANG: 'C.UTF-8', TERM: 'xterm' } })
  terminals.push(terminal)
  readToEnd(terminal)
  let heard = ''
  const waiting = new Set<() => void>()
  terminal.onData((text) => {
    heard += text
    waiting.forEach((look) => look())
  })
  const code = new Promise<number>((ended) => terminal.onExit(({ exitCode }) => ended(exitCode)))
  const until = (wanted: RegExp): Promise<void> => new Promise((found, failed) => {
    const late = setTimeout(() => failed(new Error(`${wanted} never came:\n${heard}`)), 60_000)
    const look = (): void => {
      if (!wanted.test(heard)) return
      clearTimeout(late)
      waiting.delete(look)
      found()
    }
    waiting.add(look)
    look()
  })
  return { terminal, heard: () => heard, until, code }
}

describe('heroku run in a terminal (SH1)', () => {
  test.skipIf(!hasSsh)('has the size of the terminal, follows it, and passes the exit status on where that is asked for', { timeout: limitMs }, async () => {
    const { terminal, until, code } = heroku(['run', '-x', '-a', 'shop', '--', 'bash'])
    terminal.write('stty size; tty\n')
    await until(/30 100\s[^]*\/dev\/pts/)
    terminal.resize(132, 50)
    terminal.write('stty size\n')
    await until(/50 132\s/)
    terminal.write(`sh -c 'echo wai""ts; exec sleep 60'\n`)
    await until(/waits/)
    terminal.write('\u0003')
    terminal.write('echo "ended with $?"\n')
    await until(/ended with 130/)
    terminal.write("sh -c 'exit 7'\nexit $?\n")
    expect(await code).toBe(7)
  })
})

describe('ps:exec (SH2)', () => {
  test('is a shell beside the dyno, on the dyno\'s own files and environment', { timeout: limitMs }, async () => {
    const { terminal, until, code } = heroku(['ps:exec', '-a', 'shop'])
    await until(/[$#] $/)
    terminal.write('echo "in $DYNO on port $PORT of $(basename "$PWD")"; tty; exit\n')
    await until(/in web\.1 on port \d+ of \S+\s[^]*\/dev\/pts/)
    expect(await code).toBe(0)
  })

  test('ps:forward leads a port of this machine into the dyno', { timeout: limitMs }, async () => {
    const asked = heroku(['ps:exec', '-a', 'shop', '--', 'echo "port=$PORT."'])
    await asked.until(/port=\d+\./)
    const port = /port=(\d+)\./.exec(asked.heard())?.[1]
    const free = await freePort()
    const { until } = heroku(['ps:forward', `${free}:${port}`, '-a', 'shop'])
    await until(/stop port forwarding/)
    const answer = await fetch(`http://127.0.0.1:${free}/`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('web.1')
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}
