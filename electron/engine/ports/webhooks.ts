// Posts to addresses that people gave. One try a call: who asks decides whether to try again.

export type Webhooks = {
  /** Resolves with the status of the answer. Rejects in words for people when there was none within ten seconds. */
  post(url: string, body: { readonly type: string; readonly text: string }): Promise<number>
}
