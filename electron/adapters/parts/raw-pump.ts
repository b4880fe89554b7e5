import { StringDecoder } from 'node:string_decoder'

export type RawPump = { take(chunk: Buffer): void; end(): void }

/** Nothing is dropped for an attached reader: its program waits instead. Characters are never cut; of bytes each is one. */
export function createRawPump(emit: (text: string) => void, isBytes: boolean): RawPump {
  const decoder = new StringDecoder(isBytes ? 'latin1' : 'utf8')
  const pass = (text: string): void => {
    if (text !== '') emit(text)
  }
  return { take: (chunk) => pass(decoder.write(chunk)), end: () => pass(decoder.end()) }
}
