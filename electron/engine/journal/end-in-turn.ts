// An orderly end: every step is taken, whatever became of those before it, so that one that fails leaves nothing running. Heroku
// has the same rule the other way round: a dyno that does not end as asked is ended all the same.

/** Rejects with what the first step that failed threw, after the last. */
export async function endInTurn(steps: readonly (() => unknown)[]): Promise<void> {
  const troubles: unknown[] = []
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      troubles.push(error)
    }
  }
  if (troubles.length > 0) throw troubles[0]
}
