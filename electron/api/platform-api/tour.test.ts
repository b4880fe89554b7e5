import { afterAll, beforeAll, expect, it } from 'vitest'
import { livelyPlatform, type LivelyPlatform } from './lively.fixture.ts'
import { routes } from './routes.ts'
import { isJudged } from './schema-check.fixture.ts'
import { tour } from './tour.fixture.ts'
import type { Stop } from './tour/stop.fixture.ts'

/** What the schema does not have is tested where it is. */
const calls = routes.filter(({ method, path }) => isJudged(method, path)).map(({ method, path }) => `${method} ${path}`)
const stops: readonly Stop[] = calls.map((call) => tour.find((stop) => stop.call === call) ?? { call })
let at: LivelyPlatform

beforeAll(async () => {
  at = await livelyPlatform()
})
afterAll(() => at.close())

// ask() throws where an answer departs from Heroku's schema.
it.each(stops.map((stop) => [stop.call, stop] as const))('HP1 %s is answered well, in the form of Heroku\'s schema', async (call, stop) => {
  const [method = '', pattern = ''] = call.split(' ')
  const { params = {}, body = stop.body } = (await stop.first?.(at)) ?? {}
  const path = filled(pattern, { ...at.params, ...params })
  const { status, text } = await at.ask(method, path, body === undefined ? {} : { body })
  if (stop.refusal === undefined) expect([200, 201, 202], text).toContain(status)
  else expect({ status, text }).toEqual({ status: stop.refusal.status, text: expect.stringMatching(stop.refusal.why) })
  await at.world.clock.advance(60_000)
  expect(at.logged).toEqual([])
})

it('has no stop at an endpoint that is not there', () => {
  expect(tour.map(({ call }) => call).filter((call) => !calls.includes(call))).toEqual([])
})

function filled(pattern: string, params: Readonly<Record<string, string>>): string {
  return pattern.replace(/:([\w-]+)/g, (_whole, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${pattern}: lively.fixture.ts has no value for :${name}, and the stop in tour.fixture.ts gives none`)
    return encodeURIComponent(value)
  })
}
