import { get } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { controlWorld, type ControlWorld } from '../control.fixture.ts'

let at: ControlWorld
beforeEach(async () => {
  at = await controlWorld({ world: { behave: (spec) => (spec.type === 'web' ? { prints: Array.from({ length: 40 }, (_, line) => `line ${line}`) } : {}) } })
  await at.deploy('hello')
})
afterEach(() => at.close())

const session = async (body: object): Promise<string> => new URL((await at.ask('POST', '/apps/hello/log-sessions', { body })).json.logplex_url).pathname
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '')

it('a reader that comes back gets all that it missed, also more than it began with (RN11)', async () => {
  const path = await session({ lines: 2 })
  const first = await at.raw('GET', path, { accept: 'text/event-stream' })
  const ids = [...first.text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]))
  expect(ids).toHaveLength(2)
  const again = await at.raw('GET', path, { accept: 'text/event-stream', 'last-event-id': String((ids[1] ?? 0) - 30) })
  expect([...again.text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]))).toEqual(Array.from({ length: 30 }, (_, index) => (ids[1] ?? 0) - 29 + index))
})

it('source, dyno and type choose lines, and a source that there is not chooses none (RN11)', async () => {
  expect(linesOf((await at.raw('GET', await session({ source: 'nobody' }), {})).text)).toEqual([])
  for (const [body, pattern] of [[{ source: 'app', dyno: 'web' }, /app\[web\.1\]: line/], [{ source: 'heroku', type: 'web' }, /heroku\[web\.1\]: /], [{ dyno_name: 'web.1' }, /(app|heroku)\[web\.1\]: /]] as const) {
    const lines = linesOf((await at.raw('GET', await session(body), {})).text)
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(line).toMatch(pattern)
  }
})

it('more lines than are kept are as many as are kept, as on Heroku (RN11)', async () => {
  const all = linesOf((await at.raw('GET', await session({ lines: 1500 }), {})).text)
  expect(linesOf((await at.raw('GET', await session({ lines: 20_000 }), {})).text)).toEqual(all)
  expect((await at.ask('POST', '/apps/hello/log-sessions', { body: { lines: -1 } })).status).toBe(400)
})

it('a tail goes on with what happens, until its app is gone (RN11)', async () => {
  const path = await session({ tail: true, lines: 0, source: 'heroku', dyno: 'api' })
  let text = ''
  const over = new Promise<void>((resolve, reject) => {
    get({ port: at.control.port, host: '127.0.0.1', path, headers: { accept: 'text/event-stream' } }, (answer) => {
      answer.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', resolve)
      void at.world.engine.call('maintenance:set', { app: 'hello', on: true }, 'you@localhost').then(async () => {
        await at.world.clock.advance(2000)
        await at.world.engine.call('apps:destroy', { app: 'hello', confirm: 'hello' }, 'you@localhost')
        await at.world.clock.advance(2000)
      })
    }).on('error', reject)
  })
  await over
  expect(text).toMatch(/^id: \d+\ndata: \S+ heroku\[api\]: .*aintenance/m)
})
