import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'

const program = ['/usr/sbin/rsyslogd', '/usr/local/sbin/rsyslogd', '/opt/homebrew/sbin/rsyslogd'].find((path) => existsSync(path)) ?? null
/** null where it is not installed. */
export const rsyslogd = program

export type Rsyslog = {
  readonly port: number
  /** `host app procid message` of each line it wrote. */
  lines(): readonly string[]
  /** As a machine that loses power. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** A receiver of its own: its own settings, port, folder and output; nothing of the machine's is touched. */
export async function startRsyslog(folder: string, tls: { readonly keyFile: string; readonly certFile: string } | null): Promise<Rsyslog> {
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const [settings, output] = [join(folder, 'rsyslog.conf'), join(folder, 'received')]
  writeFileSync(settings, `
global(workDirectory="${folder}" maxMessageSize="32k"${tls === null ? '' : ` DefaultNetstreamDriver="gtls" DefaultNetstreamDriverCAFile="${tls.certFile}" DefaultNetstreamDriverCertFile="${tls.certFile}" DefaultNetstreamDriverKeyFile="${tls.keyFile}"`})
module(load="imtcp"${tls === null ? '' : ' StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon"'})
template(name="plain" type="string" string="%hostname% %app-name% %procid% %msg%\\n")
input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="all")
ruleset(name="all") { action(type="omfile" file="${output}" template="plain") }
`)
  let child: ReturnType<typeof spawn> | null = null

  async function start(): Promise<void> {
    const started = spawn(program ?? 'rsyslogd', ['-n', '-f', settings, '-i', join(folder, 'pid')], { stdio: 'ignore' })
    child = started
    process.once('exit', () => started.kill('SIGKILL'))
    await eventually(() => answers(port), (is) => is, 20_000)
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ending = child
    child = null
    if (ending === null || ending.exitCode !== null) return
    const exited = once(ending, 'exit')
    ending.kill(signal)
    await exited
  }

  await start()
  return { port, start, kill: () => end('SIGKILL'), stop: () => end('SIGTERM'), lines: () => (existsSync(output) ? readFileSync(output, 'utf8').split('\n').slice(0, -1) : []) }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false)).on('close', () => resolve(false))
    socket.on('connect', () => socket.end())
  })
}
