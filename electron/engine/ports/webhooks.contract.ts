// What every Webhooks must do.

import { describe, expect, it } from 'vitest'
import type { Webhooks } from './webhooks.ts'

export type WebhookFixture = { readonly webhooks: Webhooks; /** Answers with 202, and `dead` with nothing. */ readonly url: string; readonly dead: string; posted(): readonly { readonly type: string; readonly text: string }[]; close(): Promise<void> }

export function webhooksContract(name: string, make: () => Promise<WebhookFixture>): void {
  describe(`Webhooks contract: ${name}`, () => {
    it('posts what it is given, and tells the answer or why there was none', async () => {
      const { webhooks, url, dead, posted, close } = await make()
      expect(await webhooks.post(url, { type: 'text/plain', text: 'hällo' })).toBe(202)
      expect(posted()).toEqual([{ type: 'text/plain', text: 'hällo' }])
      await expect(webhooks.post(dead, { type: 'text/plain', text: 'x' })).rejects.toThrow(/nothing listens/)
      await close()
    })
  })
}
