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

it('a follower that was too slow is told L11, with how many lines and since when (LD8)', async () => {
  const links = createSignedLinks('secret')
  const line = (id: number, text: string) => ({ id, at: id * 1000, source: 'app', ps: 'web.1', text })
  const items = [{ lines: [line(1, 'a')], dropped: 0 }, { lines: [line(40, 'b')], dropped: 38 }]
  const output = createStreamOutput({ open: () => ({ next: () => Promise.resolve(items.shift() ?? null), close: () => {} }) }, links)
  const server = createServer((req, res) => void output(req, res, req.url?.slice(1) ?? ''))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/${links.sign({ stream: 'logs', input: {} }, null)}`)
  expect((await answer.text()).split('\n')).toEqual([
    '1970-01-01T00:00:01.000000+00:00 app[web.1]: a',
    '1970-01-01T00:00:01.000000+00:00 heroku[logplex]: Error L11 (Tail buffer overflow) -> This tail session dropped 38 messages since 1970-01-01T00:00:01+00:00.',
    '1970-01-01T00:00:40.000000+00:00 app[web.1]: b', '',
  ])
  server.close()
})
