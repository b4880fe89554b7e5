import { StringDecoder } from 'node:string_decoder'

export type RawPump = { take(chunk: Buffer): void; end(): void }

/** Nothing is dropped for an attached reader: its program waits instead. Characters are never cut. */
export function createRawPump(emit: (text: string) => void): RawPump {
  const decoder = new StringDecoder('utf8')
  const pass = (text: string): void => {
    if (text !== '') emit(text)
  }
  return { take: (chunk) => pass(decoder.write(chunk)), end: () => pass(decoder.end()) }
}
