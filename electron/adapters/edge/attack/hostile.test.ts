// Each request of the corpus against the edge, and what a strict dyno and node:http think of what arrived.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAttackStage, type AttackStage, type Sent } from './attack-stage.fixture.ts'
import { framing } from './hostile-framing.fixture.ts'
import { lines } from './hostile-lines.fixture.ts'
import type { Hostile, Outcome } from './hostile-request.fixture.ts'
import { sizes } from './hostile-sizes.fixture.ts'
import { targeted } from './hostile-targets.fixture.ts'
import type { Answers } from './strict-answer.fixture.ts'
import { openSecondOpinion, summary, type SecondOpinion } from './recording-dyno.fixture.ts'
import { all, type StrictRequest } from './strict-request.fixture.ts'

const corpus = { 'where it ends (RT80)': framing, 'lines and letters (RT81)': lines, 'whom it is for (RT82)': targeted, 'sizes (RT83)': sizes }

/** What came in one piece may be refused before any of it goes on. */
const allowed: Record<Outcome, string[]> = {
  refused: ['refused'], passed: ['passed'], 'passed twice': ['passed twice'], safe: ['refused', 'passed', 'cut'], cut: ['cut', 'refused'],
}
/** Well formed, for nobody: the connection may go on. */
const nobody = 404

let opinion: SecondOpinion
let stage: AttackStage
beforeAll(async () => {
  opinion = await openSecondOpinion()
})
afterAll(() => opinion.close())

it('the corpus has at least 120 requests, each with its own name', () => {
  const names = Object.entries(corpus).flatMap(([group, entries]) => entries.map(({ name }) => `${group}: ${name}`))
  expect(names.length).toBeGreaterThanOrEqual(120)
  expect(new Set(names).size).toBe(names.length)
})

describe.each(Object.entries(corpus))('%s', (_, entries) => {
  beforeAll(async () => {
    stage = await openAttackStage()
  })
  afterAll(() => stage.close())

  it.each(entries.map((entry) => [`${entry.name}: ${entry.outcome}`, entry] as const))('%s', async (_name, entry) => {
    stage.dyno.forget()
    const wanted = entry.outcome === 'passed twice' ? 2 : 1
    const enough = ({ answers }: Answers): boolean => answers.length >= wanted && answers.every(({ status }) => status < 400 || status === nobody)
    const sent = await stage.send([entry.bytes], enough)
    await stage.strangers()
    const arrived = stage.dyno.recorded()
    const own = arrived.flatMap(({ requests }) => requests).filter(({ target }) => !target.startsWith('/stranger-'))
    expect(arrived.map(({ trouble }) => trouble).filter((trouble) => trouble !== null), `at the dyno: ${JSON.stringify(arrived.map(({ bytes }) => bytes.toString('latin1')))}`).toEqual([])
    expect(sent.trouble).toBeNull()
    expect(outcomeOf(sent, own, arrived), describeSent(sent, arrived)).toBeOneOf(allowed[entry.outcome])
    if (own.length === 0) refusedRight(entry, sent)
    else passedRight(entry, own)
    for (const { requests, bytes, left } of arrived) {
      if (left > 0) continue
      const second = await opinion.read(bytes)
      // It knows a list of methods and no others, and no letters but ASCII in an address.
      if (!['HPE_INVALID_METHOD', 'HPE_INVALID_URL'].includes(second.fault ?? '')) expect(second).toEqual({ requests: requests.map(summary), fault: null })
    }
  })
})

type Arrived = ReturnType<AttackStage['dyno']['recorded']>

function outcomeOf({ answers, closed, left }: Sent, own: readonly StrictRequest[], arrived: Arrived): string {
  const begun = arrived.some((connection) => connection.left > 0)
  const statuses = answers.map(({ status }) => status)
  if (own.length === 0 && (closed || statuses[0] === nobody) && left === 0 && statuses.length <= 1 && statuses.every((status) => status >= 400)) return begun || statuses.length === 0 ? 'cut' : 'refused'
  if (!begun && left === 0 && own.length === statuses.length && statuses.every((status) => status === 200)) return own.length === 1 ? 'passed' : own.length === 2 ? 'passed twice' : `passed ${own.length} times`
  return `answers ${statuses.join(', ')}${closed ? '' : ', still open'}; ${own.length} at the dyno`
}

function refusedRight({ outcome, status = [400] }: Hostile, { answers }: Sent): void {
  const [answer] = answers
  if (answer === undefined) return expect(outcome).toBeOneOf(['cut', 'safe'])
  expect(status).toContain(answer.status)
  if (answer.status !== nobody) expect(answer.headers).toContainEqual(['connection', 'close'])
}

function passedRight({ target, body, without = [], having = {} }: Hostile, [first]: readonly StrictRequest[]): void {
  if (first === undefined) throw new Error('nothing arrived')
  if (target !== undefined) expect(first.target).toBe(target)
  if (body !== undefined) expect(first.body.toString('latin1')).toBe(body)
  for (const name of [...without, 'keep-alive', 'proxy-connection', 'te', 'expect']) expect(all(first.headers, name)).toEqual([])
  for (const [name, value] of Object.entries(having)) {
    const found = all(first.headers, name)
    expect(found.length, name).toBe(1)
    if (typeof value === 'string') expect(found[0]).toBe(value)
    else expect(found[0]).toMatch(value)
  }
}

function describeSent(sent: Sent, arrived: Arrived): string {
  return `to the client: ${JSON.stringify(sent.bytes.toString('latin1').slice(0, 600))}\nat the dyno: ${JSON.stringify(arrived.map(({ bytes }) => bytes.toString('latin1').slice(0, 1200)))}`
}
