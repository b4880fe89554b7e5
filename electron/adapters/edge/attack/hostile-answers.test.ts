// Dynos that answer badly. Their own client may get an error; nobody else may notice.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestReport } from '../../../../shared/domain/route.ts'
import { until } from '../edge.fixture.ts'
import { openAttackStage, type AttackStage } from './attack-stage.fixture.ts'
import { hostileAnswers, planted } from './hostile-answers.fixture.ts'
import { answerFor, openRecordingDyno } from './recording-dyno.fixture.ts'

let stage: AttackStage
beforeAll(async () => {
  const dyno = await openRecordingDyno((request) => {
    const given = hostileAnswers[Number(/^\/hostile-(\d+)$/.exec(request.target)?.[1] ?? NaN)]
    return given === undefined ? answerFor(request) : { bytes: given.bytes, ends: given.ends ?? false }
  })
  stage = await openAttackStage({}, dyno)
})
afterAll(() => stage.close())

describe('hostile answers (RT84)', () => {
  it.each(hostileAnswers.map((answer, index) => [answer.name, index] as const))('%s', async (_, index) => {
    const hostile = hostileAnswers[index]
    if (hostile === undefined) throw new Error('no such answer')
    const before = stage.reports.length
    const sent = await stage.send([`GET /hostile-${index} HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n\r\n`, 'GET /after HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n\r\n'], ({ answers }) => answers.length >= 2)
    await stage.strangers(3)
    expect(sent.bytes.includes(planted)).toBe(false)
    const found = (): RequestReport | undefined => stage.reports.slice(before).find(({ path }) => path === `/hostile-${index}`)
    await until(() => found() !== undefined)
    const report = found()
    const [first, second] = sent.answers
    const outcome = sent.trouble !== null || first === undefined || sent.left > 0 ? 'cut' : report?.code === null || report === undefined ? 'passed' : 'gateway'
    const told = `${report?.code} ${JSON.stringify(sent.bytes.toString('latin1').slice(0, 400))} ${sent.trouble ?? ''}`
    expect(outcome, told).toBeOneOf([...hostile.outcome])
    if (outcome === 'gateway') {
      expect([502, 503]).toContain(first?.status)
      expect(hostile.code ?? ['H17', 'H25', 'H18']).toContain(report?.code)
    }
    if (outcome === 'passed' && hostile.body !== undefined) expect(first?.body).toBe(hostile.body)
    // A client that was answered whole may go on, and gets its own answer. One that was cut off hears no more.
    if (second !== undefined) expect(second.body).toBe('GET /after')
    if (outcome === 'cut') expect(second).toBeUndefined()
    expect(sent.closed || second !== undefined, 'the client was left waiting').toBe(true)
  })
})
