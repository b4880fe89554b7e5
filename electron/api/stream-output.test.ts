import { createServer, get, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createSignedLinks } from './signed-links.ts'
import { createStreamOutput } from './stream-output.ts'

it('a reader that is often behind costs nothing that stays', async () => {
  const pieces = 60
  const links = createSignedLinks('secret')
  let left = pieces
  const reader = { next: () => Promise.resolve(left-- > 0 ? { text: `${'x'.repeat(256 * 1024)}\n` } : null), close: () => {} }
  const output = createStreamOutput({ open: () => reader }, links)
  let answer: ServerResponse | null = null
  let most = 0
  const server = createServer((req, res) => {
    answer = res
    res.on('drain', () => (most = Math.max(most, res.listenerCount('close'))))
    void output(req, res, req.url?.slice(1) ?? '')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const path = `/${links.sign({ stream: 'build', input: {} }, null)}`
  const bytes = await new Promise<number>((resolve) => {
    get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', path, agent: false }, (response) => {
      let count = 0
      response.on('data', (chunk: Buffer) => (count += chunk.length)).on('end', () => resolve(count))
    })
  })
  server.close()
  expect(answer).not.toBeNull()
  expect(bytes).toBe(pieces * (256 * 1024 + 1))
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThan(10)
})
