// Posts to addresses that people gave. One try a call: who asks decides whether to try again.

export type WebhookBody = {
  readonly type: string
  readonly text: string
  /** Goes as the Authorization header. */
  readonly authorization?: string
  /** The header gets the HMAC-SHA256 of the text by this secret, in base64. */
  readonly signature?: { readonly header: string; readonly secret: string }
}

export type Webhooks = {
  /** Resolves with the status of the answer. Rejects in words for people when there was none within ten seconds. */
  post(url: string, body: WebhookBody): Promise<number>
}
