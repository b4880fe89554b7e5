import { webhooksContract } from '../ports/webhooks.contract.ts'
import { createMemoryWebhooks } from './memory-webhooks.ts'

webhooksContract('memory', async () => {
  const webhooks = createMemoryWebhooks()
  const post: typeof webhooks.post = (url, body) => {
    if (url.endsWith('/dead')) webhooks.answers.push(null)
    return webhooks.post(url, body)
  }
  return { webhooks: { post }, url: 'http://x/', dead: 'http://x/dead', posted: () => webhooks.posted.map(({ type, text }) => ({ type, text })), close: async () => {} }
})
