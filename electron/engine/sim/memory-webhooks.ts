// Webhooks of a simulated world: nothing leaves it, and what would have been posted can be seen.

import type { WebhookBody, Webhooks } from '../ports/webhooks.ts'

export type MemoryWebhooks = Webhooks & {
  readonly posted: (WebhookBody & { readonly url: string })[]
  /** How the next ones answer: a status, or null for no answer. Then 202 again. */
  readonly answers: (number | null)[]
}

export function createMemoryWebhooks(): MemoryWebhooks {
  const posted: MemoryWebhooks['posted'] = []
  const answers: MemoryWebhooks['answers'] = []
  return {
    posted, answers,
    post: async (url, body) => {
      const answer = answers.length === 0 ? 202 : (answers.shift() ?? null)
      if (answer === null) throw new Error('nothing listens there')
      posted.push({ url, ...body })
      return answer
    },
  }
}
