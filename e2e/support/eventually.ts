/** Asks until the answer is good, and throws the last trouble when it never is. */
export async function eventually<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean, limitMs = 90_000): Promise<T> {
  const deadline = Date.now() + limitMs
  for (;;) {
    const answer = await ask().catch((error: unknown) => error as Error)
    if (!(answer instanceof Error) && isGood(answer)) return answer
    if (Date.now() > deadline) throw new Error(`not so within ${limitMs} ms; last seen: ${answer instanceof Error ? answer.message : JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
