// Which bytes may stand where in a message (RFC 9110, 5.5 and 5.6.2), as tables that a scanner looks up.

const tokenExtras = "!#$%&'*+-.^_`|~"

function table(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0))
}

/** Of names and methods. */
export const isToken = table((byte) => /[A-Za-z0-9]/.test(String.fromCharCode(byte)) || (byte > 32 && tokenExtras.includes(String.fromCharCode(byte))))
/** Of a value: all that is no control character, and tabs. */
export const isInValue = table((byte) => byte === 9 || (byte >= 32 && byte !== 127))
/** Of a request's target: what is not plain has to be written as %XX. */
export const isInTarget = table((byte) => byte > 32 && byte < 127)

export const cr = 13
export const lf = 10
export const space = 32
export const tab = 9
export const colon = 58
