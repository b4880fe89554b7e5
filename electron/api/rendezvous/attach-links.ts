// The right to speak to one attached dyno: a signed text with a short life. The engine sees to it that a dyno on a wire has one caller ever.

import { z } from 'zod'
import type { SignedLinks } from '../signed-links.ts'

export type AttachClaim = {
  readonly dynoId: string
  /** Who asked for the dyno. */
  readonly by: string
  readonly isTerminal: boolean
}

/** Longer than the 30 seconds after which a dyno gives its caller up. */
const linkMs = 60_000

/** Where SSH is spoken over an upgraded connection; a signed claim follows. */
export const attachPath = '/attach/'

const claimed = z.object({ attach: z.object({ dynoId: z.string(), by: z.string(), isTerminal: z.boolean() }) })

export const signAttach = (links: SignedLinks, claim: AttachClaim, now: number): string => links.sign({ attach: claim }, now + linkMs)

/** Null when it is none, was changed, or its time is over. */
export function readAttach(links: SignedLinks, signed: string): AttachClaim | null {
  const parsed = claimed.safeParse(links.verify(signed))
  return parsed.success ? parsed.data.attach : null
}
