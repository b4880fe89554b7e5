// Heroku's CLI says the end of its piped input by one byte, 0x04. With a terminal that means the same to the program; without one its
// input has to be closed, and the byte may as well be part of a file. It is the end when nothing comes after it.

export type InputEnd = {
  take(bytes: Buffer): void
  cancel(): void
}

const endByte = 4
const silenceMs = 50

/** `type` gets the bytes, and 0x04 alone for the end. */
export function createInputEnd(type: (bytes: Buffer) => void): InputEnd {
  let held: NodeJS.Timeout | null = null

  function take(bytes: Buffer): void {
    const before = cancel() ? [Buffer.of(endByte)] : []
    const all = Buffer.concat([...before, bytes])
    const mayEnd = all.at(-1) === endByte
    if (mayEnd) held = setTimeout(end, silenceMs)
    const whole = mayEnd ? all.subarray(0, -1) : all
    // A lone 0x04 inside of a longer input would be taken for the end.
    if (whole.length > 0) type(whole)
  }

  function end(): void {
    held = null
    type(Buffer.of(endByte))
  }

  function cancel(): boolean {
    if (held === null) return false
    clearTimeout(held)
    held = null
    return true
  }

  return { take, cancel: () => void cancel() }
}
