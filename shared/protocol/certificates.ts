// Certificates of apps in the contract.

import { z } from 'zod'

const app = z.string().min(1).max(64)
const done = z.object({ seq: z.number().int() })
const pem = z.string().min(1).max(65_536)
const certificate = z.string().min(1).max(64)
const facts = { domains: z.array(z.string()), startsAt: z.number(), expiresAt: z.number(), issuer: z.string(), subject: z.string(), isSelfSigned: z.boolean(), isCaSigned: z.boolean() }

export const certificateCalls = {
  /** The key goes to a file of its own, and is told to nobody. */
  'certs:add': { input: z.object({ app, chain: pem, key: pem }), output: z.object({ seq: z.number().int(), id: z.string(), name: z.string() }) },
  'certs:update': { input: z.object({ app, certificate, chain: pem, key: pem }), output: done },
  /** Refused while domains use it. */
  'certs:remove': { input: z.object({ app, certificate }), output: done },
  /** null: none. */
  'domains:update': { input: z.object({ app, hostname: z.string().max(253), certificate: certificate.nullable() }), output: done },
  /** Automated certificates. Nobody issues any to this machine; that they are wanted is all that is kept. */
  'certs:auto:set': { input: z.object({ app, on: z.boolean() }), output: done },
} as const

export const certificateEvents = {
  'certificate.added': z.object({ id: z.string(), name: z.string(), chain: z.string(), ...facts }),
  'certificate.changed': z.object({ id: z.string(), name: z.string(), chain: z.string(), ...facts }),
  'certificate.removed': z.object({ id: z.string(), name: z.string() }),
  'domain.secured': z.object({ hostname: z.string(), certificateId: z.string().nullable() }),
  'acm.changed': z.object({ on: z.boolean() }),
} as const
