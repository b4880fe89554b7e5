import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { standardDataDir } from '../main/launch-options.ts'

export type ServeOptions = {
  /** Absolute. */
  readonly dataDir: string
  readonly port: number
  readonly routerPort: number
}

export const usage = `Usage: serve [--data-dir DIR] [--port 7070] [--router-port 7080]

  --data-dir DIR      where everything is kept (default: ${defaultDataDir()})
  --port N            control port: interface, API and git (0: any that is free)
  --router-port N     where apps answer: http://<app>.localhost:N/ (0: any that is free)
  --host 127.0.0.1    for completeness: Dynarium listens on this machine only
`

/** Taken when nobody says otherwise. */
export const usualPorts = { control: 7070, router: 7080 } as const

const loopback = ['127.0.0.1', 'localhost', '::1']

/** Throws Error with a sentence for people. */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const { values } = parseArgs({
    args: [...args], strict: true, allowPositionals: false,
    options: { 'data-dir': { type: 'string' }, port: { type: 'string' }, 'router-port': { type: 'string' }, host: { type: 'string' } },
  })
  const { host } = values
  if (host !== undefined && !loopback.includes(host)) throw new Error(`--host ${host}: Dynarium listens on 127.0.0.1 only, because who reaches its port can run programs here.`)
  const port = portOf('--port', values.port, usualPorts.control)
  const routerPort = portOf('--router-port', values['router-port'], usualPorts.router)
  if (port !== 0 && port === routerPort) throw new Error(`--port and --router-port are both ${port}. Choose two.`)
  return { dataDir: resolve(values['data-dir'] ?? defaultDataDir()), port, routerPort }
}

function portOf(name: string, text: string | undefined, fallback: number): number {
  const port = Number(text ?? fallback)
  if (text === '' || !Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} ${text}: a port is a number from 0 to 65535.`)
  return port
}

function defaultDataDir(): string {
  return standardDataDir({ platform: process.platform, env: process.env, home: homedir() })
}
