// `heroku run` in a terminal of its own size: the CLI asks for the address, is given the connection, and lets the machine's ssh speak over
// it. The address is the right, as it is at the rendezvous; no key is asked for.

import { openDynoLine, type LineEngine } from '../rendezvous/dyno-line.ts'
import type { AttachClaim } from '../rendezvous/attach-links.ts'
import type { SshGuest } from './ssh-guest.ts'

export function attachGuest(engine: LineEngine, claim: AttachClaim): SshGuest {
  return { open: (_wish, caller) => Promise.resolve().then(() => openDynoLine(engine, claim, caller)), readFile: null, reach: null }
}
