// What a plan of a log service lets in on a day, by UTC: what is over it is dropped, and counted. By letters of the lines, each a byte.

export type DayVolume = {
  /** False: it is over what the day lets in. */
  admit(line: { readonly at: number; readonly text: string }): boolean
  /** Of the newest day. */
  facts(): { readonly dayBytes: number; readonly dayLimitBytes: number | null; readonly dropped: number }
}

const dayMs = 86_400_000

/** null: without a limit. */
export function createDayVolume(dayLimitBytes: number | null): DayVolume {
  let [day, dayBytes, dropped] = [0, 0, 0]
  return {
    admit: ({ at, text }) => {
      const today = Math.floor(at / dayMs)
      if (today > day) [day, dayBytes, dropped] = [today, 0, 0]
      const isOver = dayLimitBytes !== null && dayBytes + text.length > dayLimitBytes
      if (isOver) dropped += 1
      else dayBytes += text.length
      return !isOver
    },
    facts: () => ({ dayBytes, dayLimitBytes, dropped }),
  }
}
