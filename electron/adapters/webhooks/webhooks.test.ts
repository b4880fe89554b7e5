import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webhooksContract } from '../../engine/ports/webhooks.contract.ts'
import { createWebhooks } from './webhooks.ts'

async function listening(posted: { type: string; text: string }[]) {
  const server = createServer((req, res) => {
    let text = ''
    req.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => {
      posted.push({ type: req.headers['content-type'] ?? '', text })
      res.writeHead(202).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => new Promise<void>((closed) => server.close(() => closed())) }
}

webhooksContract('sockets', async () => {
  const posted: { type: string; text: string }[] = []
  const [server, dead] = [await listening(posted), await listening([])]
  await dead.close()
  return { webhooks: createWebhooks(), url: server.url, dead: dead.url, posted: () => posted, close: server.close }
})
