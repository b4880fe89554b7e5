import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { containerEngine } from './containers.ts'

export type Host = {
  readonly url: string
  readonly token: string
  readonly controlPort: number
  readonly routerPort: number
  readonly child: ChildProcess
  /** Lines of its standard error, for a failing test. */
  readonly errors: readonly string[]
  stop(): Promise<number | null>
}

const entry = resolve(import.meta.dirname, '../../out/main/serve.cjs')
const stopLimitMs = 15_000

/** The headless host as a person starts it, from the build. */
export async function startHost(dataDir: string, port: number, routerPort: number, more: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Host> {
  const child = spawn(process.execPath, [entry, '--data-dir', dataDir, '--port', String(port), '--router-port', String(routerPort), '--toxiproxy-port', '0', ...more], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...(containerEngine === null ? {} : { DOCKER_HOST: containerEngine }), ...process.env, ...env } })
  const errors: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line))
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  const lines = createInterface({ input: child.stdout })
  const [first] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => ['{"event":"exit"}'])])) as [string]
  const ready = JSON.parse(first) as { event: string; url: string; token: string }
  if (ready.event !== 'ready') throw new Error(`the host did not start: ${first}\n${errors.join('\n')}`)
  return {
    url: ready.url, token: ready.token, controlPort: port, routerPort, child, errors,
    stop: async () => {
      if (child.exitCode !== null) return child.exitCode
      const exited = once(child, 'exit') as Promise<[number | null]>
      child.kill('SIGTERM')
      const late = setTimeout(end, stopLimitMs)
      const [code] = await exited
      clearTimeout(late)
      process.off('exit', end)
      return code
    },
  }
}
