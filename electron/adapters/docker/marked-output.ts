// What a program in a container prints, and the status it ended with: the shell that ran it writes a mark after its last byte, on the
// same pipe. So nothing of the output is missed, and nobody waits for what a daemon it left behind may still print.

export type MarkedOutput = {
  take(bytes: Buffer): void
  /** Of the program; null before its mark came. */
  status(): number | null
}

const newline = 0x0a

export function createMarkedOutput(mark: Buffer, on: { printed(bytes: Buffer): void; ended(status: number): void }): MarkedOutput {
  let held: Buffer = Buffer.alloc(0)
  let isMarked = false
  let status: number | null = null

  function take(bytes: Buffer): void {
    if (status !== null) return
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    if (!isMarked) pass()
    if (!isMarked) return
    const end = held.indexOf(newline)
    if (end === -1) return
    status = Number(held.toString('latin1', 0, end))
    on.ended(status)
  }

  /** All that can not be the beginning of the mark. */
  function pass(): void {
    const at = held.indexOf(mark)
    isMarked = at !== -1
    const end = isMarked ? at : held.length - beginning(held)
    if (end > 0) on.printed(held.subarray(0, end))
    // A copy: a view would keep the whole chunk alive.
    held = Buffer.from(held.subarray(isMarked ? at + mark.length : end))
  }

  function beginning(bytes: Buffer): number {
    for (let length = Math.min(mark.length - 1, bytes.length); length > 0; length--) {
      if (bytes.subarray(bytes.length - length).equals(mark.subarray(0, length))) return length
    }
    return 0
  }

  return { take, status: () => status }
}
