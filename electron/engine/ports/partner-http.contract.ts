// What every PartnerHttp must do: the same bodies run against real sockets and the simulated one.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxPartnerAnswerBytes, type PartnerHttp, type PartnerRequest } from './partner-http.ts'

export type SeenRequest = { readonly method: string; readonly path: string; readonly authorization: string; readonly body: string }
/** `never`: it takes the request and does not answer. */
export type PartnerReply = { readonly status: number; readonly text?: string; readonly location?: string } | 'never' | 'break'

export type PartnerHttpFixture = {
  readonly http: PartnerHttp
  /** `http://localhost:PORT`, where `reply` answers. */
  readonly url: string
  /** Where nothing listens. */
  readonly deadUrl: string
  close(): Promise<void>
}

export function partnerHttpContract(name: string, make: (reply: (seen: SeenRequest) => PartnerReply) => Promise<PartnerHttpFixture>): void {
  describe(`PartnerHttp contract: ${name}`, () => {
    let fixture: PartnerHttpFixture
    let next: PartnerReply
    let seen: SeenRequest[]

    beforeEach(async () => {
      seen = []
      next = { status: 200, text: '{"id":"1"}' }
      fixture = await make((request) => {
        seen.push(request)
        return next
      })
    })
    afterEach(async () => {
      fixture.http.stop()
      await fixture.close()
    })

    const ask = (more: Partial<PartnerRequest> = {}) => fixture.http.send({ method: 'POST', url: `${fixture.url}/heroku/resources`, user: 'cellar', password: 'geheim', body: { name: 'a ü' }, limitMs: 10_000, ...more })

    it('PA1 sends the method, JSON and Basic auth, and gives status and text', async () => {
      expect(await ask()).toMatchObject({ kind: 'answer', status: 200, text: '{"id":"1"}' })
      expect(seen).toEqual([{ method: 'POST', path: '/heroku/resources', authorization: `Basic ${btoa('cellar:geheim')}`, body: '{"name":"a ü"}' }])
      next = { status: 410, text: '' }
      expect(await ask({ method: 'DELETE', body: null })).toMatchObject({ kind: 'answer', status: 410, text: '' })
      expect(seen[1]).toMatchObject({ method: 'DELETE', body: '' })
    })

    it('PA5 follows no redirect', async () => {
      next = { status: 302, text: '', location: `${fixture.url}/elsewhere` }
      expect(await ask()).toMatchObject({ kind: 'answer', status: 302 })
      expect(seen).toHaveLength(1)
    })

    it('PA5 stops reading what is too long, and waiting for what does not come', async () => {
      next = { status: 200, text: 'x'.repeat(maxPartnerAnswerBytes + 1) }
      expect(await ask()).toMatchObject({ kind: 'problem', why: 'it answered with more than 256 KB', wasSent: true })
      next = 'never'
      expect(await ask({ limitMs: 100 })).toMatchObject({ kind: 'problem', why: 'it did not answer within 0.1 seconds', wasSent: true })
      next = 'break'
      expect(await ask()).toMatchObject({ kind: 'problem', wasSent: true })
    })

    it('PA5 tells what can not be reached, and does not go where it may not', async () => {
      expect(await ask({ url: `${fixture.deadUrl}/heroku/resources` })).toMatchObject({ kind: 'problem', why: 'nothing listens there', wasSent: false })
      for (const url of ['http://example.com/', 'http://10.0.0.1/', 'ftp://localhost/', 'http://localhost:1@example.com/', 'http://127.0.0.1.example.com/']) {
        expect(await ask({ url }), url).toMatchObject({ kind: 'problem', why: 'that address is not allowed', wasSent: false })
      }
      expect(seen).toEqual([])
    })

    it('ends what is under way when it is stopped', async () => {
      next = 'never'
      const asked = ask()
      await expect.poll(() => seen.length).toBe(1)
      fixture.http.stop()
      expect(await asked).toMatchObject({ kind: 'problem', why: 'Dynarium stops' })
      expect(await ask()).toMatchObject({ kind: 'problem', why: 'Dynarium stops' })
    })
  })
}
