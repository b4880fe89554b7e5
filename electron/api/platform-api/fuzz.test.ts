import fc from 'fast-check'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { owner, token, type Answer } from '../control.fixture.ts'
import { guest } from './lively-parts.fixture.ts'
import { changedOf, theirsOf, toldTo } from './fuzz-guest.fixture.ts'
import { asPart, plannedRequest, standMark, type PlannedRequest, type Stand } from './fuzz.fixture.ts'
import { livelyPlatform, type LivelyPlatform } from './lively.fixture.ts'
import { departuresOf } from './schema-check.fixture.ts'
import { routes } from './routes.ts'

/** In a row on one platform, which a later one then finds as the earlier ones left it. */
const requestsInARow = 80
const calls = Number(process.env['DYNARIUM_FUZZ_CALLS'] ?? 1200)
const seed = Number(process.env['DYNARIUM_FUZZ_SEED'] ?? 20_261_128)
const isLong = process.env['DYNARIUM_FUZZ_CALLS'] !== undefined
const root = resolve(import.meta.dirname, '../../..')

/** What is there, by the part of the path that it stands behind. */
type Known = ReadonlyMap<string, readonly string[]>

it('HP2 no request makes the platform fail, tell of its inside, or change when it refuses', { timeout: isLong ? 24 * 3_600_000 : 300_000 }, async () => {
  const tally = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(plannedRequest(routes), { minLength: requestsInARow, maxLength: requestsInARow }), async (requests) => {
      const at = await livelyPlatform()
      try {
        const caller = { token: at.tokens[guest] ?? '', isPublic: await publicWords(at) }
        for (const request of requests) {
          const status = await judged(at, caller, request)
          if (request.isGuest && status === 401) caller.token = await newToken(at)
          tally.set(status, (tally.get(status) ?? 0) + 1)
        }
        expect((await at.ask('GET', '/apps')).status).toBe(200)
      } finally {
        await at.close()
      }
    }),
    { seed, numRuns: Math.ceil(calls / requestsInARow), endOnFailure: !isLong },
  )
  if (isLong) console.log(`${[...tally.values()].reduce((sum, count) => sum + count, 0)} requests, seed ${seed}; by status: ${JSON.stringify(Object.fromEntries([...tally].sort(([a], [b]) => a - b)))}`)
  // A run in which nothing is done, or nothing refused, would prove nothing.
  for (const status of [200, 201, 400, 401, 404, 406, 413, 416, 422]) expect(tally.get(status) ?? 0, `${status}`).toBeGreaterThan(0)
})

/** Somebody who was given little. */
type Caller = { token: string; readonly isPublic: (name: string) => boolean }

/** An app may be called what everybody knows: `heroku-postgresql`. */
async function publicWords(at: LivelyPlatform): Promise<(name: string) => boolean> {
  const pages = await Promise.all(['/addon-services', '/stacks', '/regions', '/dyno-sizes', '/generations'].map(async (path) => (await at.ask('GET', path)).text))
  const all = new Set(pages.join(' ').split(/[^\w.-]+/))
  return (name) => all.has(name)
}

/** The old one was revoked on the way, by the guest or the owner: a guest without one would be turned away ever after. */
async function newToken(at: LivelyPlatform): Promise<string> {
  const call = (name: string, input: object): Promise<unknown> => at.world.engine.call(name, input, owner)
  if (at.world.engine.kernel.state.people[guest] === undefined) await call('people:add', { email: guest })
  return ((await call('people:token', { email: guest })) as { readonly token: string }).token
}

/** Throws where the answer is not as promised. */
async function judged(at: LivelyPlatform, caller: Caller, planned: PlannedRequest): Promise<number> {
  const known = await knownNames(at)
  const path = `/${planned.path.map((part) => (typeof part === 'string' ? part : asPart(pickOf(known, part)))).join('/')}`
  const text = planned.body.kind === 'none' ? undefined : planned.body.kind === 'raw' ? planned.body.text : standing(JSON.stringify(planned.body.value), known)
  const { state } = at.world.engine.kernel
  const before = state.seq
  const theirs = planned.isGuest ? theirsOf(state, guest) : null
  const sent = `${planned.isGuest ? 'guest ' : ''}${planned.method} ${path.slice(0, 300)} ${JSON.stringify(planned.headers).slice(0, 300)} ${text?.slice(0, 500) ?? ''}`
  const { answer, waited } = await answered(at, at.raw(planned.method, path, { authorization: `Bearer ${planned.isGuest ? caller.token : token}`, ...(text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }), ...planned.headers }, text)).catch((error: unknown) => { throw new Error(`${String(error)}: ${sent}`) })
  const shown = `${sent}\n-> ${answer.status} ${answer.text.slice(0, 1000)}`
  expect(at.logged, shown).toEqual([])
  expect(Object.keys(Object.prototype), shown).toEqual([])
  expect(answer.status < 500 || (answer.status === 501 && (planned.method === 'HEAD' || answer.json.id === 'not_implemented')), shown).toBe(true)
  if (theirs !== null) {
    expect(toldTo(theirs, { sent: `${path} ${text ?? ''}`, told: `${answer.text} ${JSON.stringify(answer.headers)}` }).filter((name) => !caller.isPublic(name)), `a guest was told: ${shown}`).toEqual([])
    expect(waited ? [] : changedOf(theirs, at.world.engine.kernel.state), `a guest changed: ${shown}`).toEqual([])
  }
  if (answer.status >= 400) checkRefusal(planned, answer, shown)
  // Time that passed while it waited may have brought something else about.
  if (answer.status >= 400 && !waited) expect(at.world.engine.kernel.state.seq, `changed, though refused: ${shown}`).toBe(before)
  if (answer.status < 300 && planned.method !== 'HEAD' && planned.headers['x-http-method-override'] === undefined && path.startsWith('/')) expect(departuresOf(planned.method, path, answer.json), shown).toEqual([])
  if (at.world.engine.kernel.state.seq !== before) await at.world.clock.advance(60_000)
  return answer.status
}

function checkRefusal({ method }: PlannedRequest, { json, text }: Answer, shown: string): void {
  if (method === 'HEAD') return void expect(text, shown).toBe('')
  expect(json, shown).toMatchObject({ id: expect.stringMatching(/^[a-z_]+$/), message: expect.stringMatching(/\S/) })
  expect(text, shown).not.toContain(root)
  expect(text, shown).not.toMatch(/\bat .+:\d+:\d+|node:internal|node_modules|\.ts:\d|TypeError|RangeError|SyntaxError/)
}

/** Some answers wait for what takes time. */
async function answered(at: LivelyPlatform, asked: Promise<Answer>): Promise<{ answer: Answer; waited: boolean }> {
  for (let waited = false; ; waited = true) {
    const answer = await Promise.race([asked, new Promise<null>((done) => setTimeout(() => done(null), 250))])
    if (answer !== null) return { answer, waited }
    await at.world.clock.advance(5000)
  }
}

/** Requests between two looks at what is there: what has gone meanwhile is asked for, too. */
const looksEvery = 5
let lastKnown: { readonly at: LivelyPlatform; readonly seq: number; readonly known: Known; uses: number } | null = null

async function knownNames(at: LivelyPlatform): Promise<Known> {
  const { seq } = at.world.engine.kernel.state
  if (lastKnown?.at !== at || (lastKnown.seq !== seq && lastKnown.uses >= looksEvery)) lastKnown = { at, seq, known: await askedNames(at), uses: 0 }
  lastKnown.uses += 1
  return lastKnown.known
}

async function askedNames(at: LivelyPlatform): Promise<Known> {
  const known = new Map<string, string[]>()
  const app = Object.values(at.world.engine.kernel.state.apps)[0]
  for (const { method, path } of routes) {
    const filled = path.replace(':app', app?.id ?? 'none')
    if (method !== 'GET' || filled.includes(':')) continue
    const { json } = await at.ask('GET', filled)
    if (!Array.isArray(json)) continue
    const kind = path.split('/').at(-1) ?? ''
    known.set(kind, [...(known.get(kind) ?? []), ...json.flatMap(namesOf)])
  }
  // Places whose parts have another name than the list they are taken from.
  known.set('formations', known.get('formation') ?? [])
  known.set('plans', ['heroku-postgresql:standard-0', 'memcachier:dev'])
  return known
}

const namesOf = (item: Readonly<Record<string, unknown>>): string[] => ['id', 'name', 'hostname', 'url', 'version', 'type', 'email'].flatMap((key) => (item[key] === undefined ? [] : [String(item[key])]))

function pickOf(known: Known, { known: from, kind, pick }: Pick<Stand, 'known' | 'kind' | 'pick'>): string {
  const own = known.get(kind) ?? []
  const pool = from === 'own' && own.length > 0 ? own : [...known.values()].flat()
  return pool[pick % pool.length] ?? 'none'
}

function standing(text: string, known: Known): string {
  return text.replace(new RegExp(`"${standMark}(\\d+)"`, 'gu'), (_whole, pick: string) => JSON.stringify(pickOf(known, { known: 'any', kind: '', pick: Number(pick) })))
}
