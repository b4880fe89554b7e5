// One round of fuzzing: some clients at once, each with its own bytes, and after them the questions: did each get only what was meant
// for it, did every connection come to an end, and is what the dyno received beyond doubt?

import { until } from '../edge.fixture.ts'
import type { AttackStage } from './attack-stage.fixture.ts'
import { piecesOf, type FuzzCase } from './fuzz-bytes.fixture.ts'
import { summary, type SecondOpinion } from './recording-dyno.fixture.ts'

export type FuzzFigures = { rounds: number; clients: number; bytes: number; refused: number; passed: number; strangers: number }

export const noFigures = (): FuzzFigures => ({ rounds: 0, clients: 0, bytes: 0, refused: 0, passed: 0, strangers: 0 })

/** After its last byte a client waits this long for its connection to end. */
const endMs = 10_000

export async function fuzzRound(stage: AttackStage, opinion: SecondOpinion, cases: readonly FuzzCase[], figures: FuzzFigures): Promise<void> {
  const already = stage.reports.length
  const results = await Promise.all(cases.map((each) => stage.send(piecesOf(each), undefined, endMs, true)))
  await stage.strangers(1)
  results.forEach(({ answers, trouble, closed, bytes }, index) => {
    const own = cases[index]?.bytes ?? ''
    if (trouble !== null) throw new Error(`an answer that can not be read: ${trouble} in ${JSON.stringify(bytes.toString('latin1'))}`)
    if (!closed) throw new Error(`a connection that did not end; answered: ${JSON.stringify(bytes.toString('latin1').slice(0, 300))}`)
    for (const { status, body } of answers) {
      if (status !== 200) figures.refused += 1
      else figures.passed += 1
      const target = body.slice(body.indexOf(' ') + 1)
      if (status === 200 && body !== '' && !own.includes(target) && target !== '/') throw new Error(`an answer for somebody else: ${body}`)
    }
    figures.bytes += own.length
  })
  await judge(stage, opinion, already)
  figures.rounds += 1
  figures.clients += cases.length
  figures.strangers += 1
}

/** The clients are gone, so whatever the dyno has is all it will get. */
async function judge(stage: AttackStage, opinion: SecondOpinion, already: number): Promise<void> {
  await until(() => stage.dyno.recorded().every(({ open, left, trouble }) => trouble !== null || left === 0 || !open))
  const recorded = stage.dyno.recorded()
  for (const { requests, trouble, left, bytes } of recorded) {
    if (trouble !== null) throw new Error(`ambiguous at the dyno: ${trouble} in ${JSON.stringify(bytes.toString('latin1'))}`)
    if (left > 0) continue
    const second = await opinion.read(bytes)
    if (second.fault === 'HPE_INVALID_METHOD' || second.fault === 'HPE_INVALID_URL') continue
    const own = requests.map(summary)
    if (second.fault !== null || JSON.stringify(second.requests) !== JSON.stringify(own)) throw new Error(`node:http reads ${JSON.stringify(second)} where the dyno reads ${JSON.stringify(own)}: ${JSON.stringify(bytes.toString('latin1'))}`)
  }
  const arrived = recorded.reduce((sum, { requests }) => sum + requests.length, 0)
  const known = (): number => stage.reports.slice(already).filter(({ dynoId }) => dynoId !== null).length
  await until(() => known() >= arrived).catch(() => {
    throw new Error(`${arrived} requests at the dyno, and the router knows of ${known()}: ${JSON.stringify(recorded.flatMap(({ requests }) => requests.map(summary)))}`)
  })
  stage.dyno.forget()
  stage.reports.length = 0
}
