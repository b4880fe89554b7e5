// Partners of a simulated world: functions in place of third parties' servers. Where none is given nothing listens.

import { isPartnerAddress, partnerAddressPattern } from '../../../shared/add-ons/manifest.ts'
import type { Clock } from '../ports/clock.ts'
import { maxPartnerAnswerBytes, type PartnerAnswer, type PartnerHttp, type PartnerRequest } from '../ports/partner-http.ts'

export type SimulatedReply = { readonly status: number; readonly text?: string } | 'never' | 'break' | 'nothing-there'
export type AnswerPartner = (request: PartnerRequest & { readonly path: string }) => SimulatedReply

export function createSimulatedPartners(clock: Pick<Clock, 'now' | 'after'>, answer: AnswerPartner = () => 'nothing-there'): PartnerHttp {
  const underWay = new Set<() => void>()
  let isOver = false

  function send(request: PartnerRequest): Promise<PartnerAnswer> {
    const problem = (why: string, wasSent: boolean, tookMs = 0): PartnerAnswer => ({ kind: 'problem', why, wasSent, tookMs })
    if (isOver) return Promise.resolve(problem('Dynarium stops', false))
    if (!isPartnerAddress(request.url)) return Promise.resolve(problem('that address is not allowed', false))
    const reply = answer({ ...request, path: partnerAddressPattern.exec(request.url)?.[4] ?? '/' })
    if (reply === 'nothing-there') return Promise.resolve(problem('nothing listens there', false))
    if (reply === 'break') return Promise.resolve(problem('the connection broke', true))
    if (reply !== 'never') {
      const text = reply.text ?? ''
      return Promise.resolve(text.length > maxPartnerAnswerBytes ? problem(`it answered with more than ${maxPartnerAnswerBytes / 1024} KB`, true) : { kind: 'answer', status: reply.status, text, tookMs: 0 })
    }
    return new Promise((resolve) => {
      const end = (why: string): void => {
        cancel()
        underWay.delete(halt)
        resolve(problem(why, true, request.limitMs))
      }
      const halt = (): void => end('Dynarium stops')
      const cancel = clock.after(request.limitMs, () => end(`it did not answer within ${request.limitMs / 1000} seconds`))
      underWay.add(halt)
    })
  }

  return {
    send,
    stop: () => {
      isOver = true
      for (const halt of underWay) halt()
    },
  }
}
