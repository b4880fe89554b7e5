/** What an engine that does not answer in time comes to: an engine on another machine may be gone without a word. */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | null = null
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Docker did not answer within ${ms / 1000} s.`)), ms)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}
