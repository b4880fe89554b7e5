import { spawn } from 'node:child_process'
import { request, type IncomingHttpHeaders } from 'node:http'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { edgeLimits } from '../../electron/adapters/edge/edge-limits.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'

const program = resolve(import.meta.dirname, '../../resources/samples/node/web.js')

it('RT30 the sample keeps a connection longer than the router does, or it would close some just as a request comes (H13)', async () => {
  const port = await freePort()
  const child = spawn(process.execPath, [program], { env: { PORT: String(port) }, stdio: 'ignore' })
  try {
    const headers = await eventually(() => headersOf(port), (found) => found !== null)
    const seconds = Number(/^timeout=(\d+)$/.exec(String(headers?.['keep-alive']))?.[1])
    expect(seconds * 1000).toBeGreaterThan(edgeLimits.targetKeepAliveMs)
  } finally {
    child.kill('SIGKILL')
  }
})

/** null: it does not listen yet. */
function headersOf(port: number): Promise<IncomingHttpHeaders | null> {
  return new Promise((there) => {
    const asked = request({ host: '127.0.0.1', port, headers: { connection: 'keep-alive' }, agent: false }, (answer) => {
      there(answer.headers)
      asked.destroy()
    })
    asked.on('error', () => there(null)).end()
  })
}
