import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { partnerHttpContract, type PartnerReply, type SeenRequest } from '../../engine/ports/partner-http.contract.ts'
import { createPartnerHttp } from './partner-http.ts'

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function deadPort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

function serverOf(reply: (seen: SeenRequest) => PartnerReply): Server {
  return createServer((req, res) => {
    let body = ''
    req.setEncoding('utf8').on('data', (part: string) => (body += part))
    req.on('end', () => {
      const answer = reply({ method: req.method ?? '', path: req.url ?? '', authorization: req.headers.authorization ?? '', body })
      if (answer === 'never') return
      if (answer === 'break') return void res.destroy()
      res.writeHead(answer.status, answer.location === undefined ? {} : { Location: answer.location })
      res.end(answer.text ?? '')
    })
  })
}

partnerHttpContract('real', async (reply) => {
  const server = serverOf(reply)
  const port = await listening(server)
  return {
    http: createPartnerHttp(), url: `http://localhost:${port}`, deadUrl: `http://localhost:${await deadPort()}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
})

describe('names of this machine', () => {
  it('PA5 ending in .localhost are reached whatever a resolver says, under their own Host', async () => {
    let host = ''
    const server = createServer((req, res) => {
      host = req.headers.host ?? ''
      res.end('{}')
    })
    const port = await listening(server)
    expect(await createPartnerHttp().send({ method: 'POST', url: `http://my-add-on.localhost:${port}/heroku/resources`, user: 'a', password: 'b', body: {}, limitMs: 5000 })).toMatchObject({ kind: 'answer', status: 200 })
    expect(host).toBe(`my-add-on.localhost:${port}`)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})
