import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Stage } from './browser.ts'
import { connectClient } from './client.ts'
import { platformApi } from './platform-api.ts'
import { sampleRepository } from './repository.ts'

/** For each request it asks the service with 1,000 bytes and answers once three times as many came back. */
const source = `
import { createServer } from 'node:http'
import { connect } from 'node:net'
createServer((request, response) => {
  const [host, port] = process.env.SERVICE.split(':')
  let read = 0
  const socket = connect({ host, port: Number(port) }, () => socket.write('x'.repeat(1000)))
  socket.on('error', () => response.writeHead(502).end())
  socket.on('data', (data) => {
    read += data.length
    if (read < 3000) return
    socket.destroy()
    response.end('the service answered')
  })
}).listen(process.env.PORT)
`

/** An app that uses a service through a link of the TCP proxy, which is made by Toxiproxy's API. */
export async function linkedApp(stage: Stage, app: string, link: string): Promise<{ close(): void }> {
  const service = createServer((socket) => void socket.on('error', () => {}).on('data', (data) => socket.write(Buffer.concat([data, data, data]))))
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
  const api = platformApi(stage.host().url, stage.host().token)
  await api('POST', '/apps', { name: app })
  await api('PATCH', `/apps/${app}/config-vars`, { SERVICE: await makeLink(stage, link, `127.0.0.1:${(service.address() as AddressInfo).port}`) })
  const repository = await sampleRepository(join(stage.work, app), 'node')
  repository.write('web.js', source)
  await repository.commit('Ask the service')
  const pushed = await repository.push(stage.remote(app))
  if (!pushed.ok) throw new Error(pushed.output)
  return { close: () => void service.close() }
}

/** Answers where it listens. */
async function makeLink(stage: Stage, name: string, upstream: string): Promise<string> {
  const client = await connectClient(stage.host())
  const { apiUrl } = await client.call('proxies:list', {})
  client.close()
  const made = await fetch(`${apiUrl ?? ''}/proxies`, { method: 'POST', body: JSON.stringify({ name, listen: '127.0.0.1:0', upstream }) })
  return ((await made.json()) as { listen: string }).listen
}
