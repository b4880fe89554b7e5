// Why the TCP proxy would not do what it was asked to; the message is for people.

/** unknown: no proxy or toxic of that name. exists: the name is in use. address: not on loopback, or no address. taken: the port is. full: a bound was reached. gone: its thread broke or is stopping. */
export type WireTrouble = 'unknown' | 'exists' | 'address' | 'taken' | 'full' | 'gone'

export class WireRefusal extends Error {
  constructor(readonly trouble: WireTrouble, message: string) {
    super(message)
    this.name = 'WireRefusal'
  }
}

export const noProxy = (name: string): WireRefusal => new WireRefusal('unknown', `There is no proxy ${name}.`)
export const noToxic = (name: string, proxy: string): WireRefusal => new WireRefusal('unknown', `The proxy ${proxy} has no toxic ${name}.`)
