// SSH keys of people: read as OpenSSH writes public keys, and shown with the MD5 fingerprint that Heroku shows. Simplified: they are
// kept and listed; pushes here go by http and a token.

import { fromBase64 } from '../../../shared/digest/bytes.ts'
import { md5 } from '../../../shared/digest/md5.ts'
import { maxKeys } from '../../../shared/domain/people.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallHandlers } from '../journal/room.ts'
import type { Desk } from './deps.ts'

/** Each with the number of fields behind its type, and the fewest bytes that a key of it has. */
const kinds: Readonly<Record<string, { readonly fields: number; readonly bytes: number }>> = {
  'ssh-rsa': { fields: 2, bytes: 128 }, 'ssh-ed25519': { fields: 1, bytes: 32 }, 'ssh-dss': { fields: 4, bytes: 128 },
  'ecdsa-sha2-nistp256': { fields: 2, bytes: 65 }, 'ecdsa-sha2-nistp384': { fields: 2, bytes: 97 }, 'ecdsa-sha2-nistp521': { fields: 2, bytes: 133 },
  'sk-ssh-ed25519@openssh.com': { fields: 2, bytes: 32 }, 'sk-ecdsa-sha2-nistp256@openssh.com': { fields: 3, bytes: 65 },
}

export function keyCalls({ kernel, who, act }: Desk): CallHandlers {
  const { state, ids } = kernel
  return {
    'keys:add': ({ key }, context) => {
      const email = who(context)
      const read = readKey(key)
      const own = Object.values(state.sshKeys).filter((one) => one.email === email)
      if (Object.values(state.sshKeys).some(({ fingerprint }) => fingerprint === read.fingerprint)) throw new PlatformError('key-taken', { fingerprint: read.fingerprint })
      if (own.length >= maxKeys) throw new PlatformError('people-limit', { what: `${maxKeys} keys`, whose: email })
      const id = ids.next()
      return { ...act(context.cause, [{ type: 'key.added', app: null, data: { id, email, ...read } }]), id }
    },
    'keys:remove': ({ key }, context) => {
      const email = who(context)
      const found = Object.values(state.sshKeys).find((one) => one.email === email && [one.id, one.fingerprint, one.comment, one.publicKey].includes(key.trim()))
      if (found === undefined) throw new PlatformError('key-not-found', { key: key.slice(0, 80) })
      return act(context.cause, [{ type: 'key.removed', app: null, data: { id: found.id, email, comment: found.comment } }])
    },
  }
}

export function readKey(text: string): { readonly publicKey: string; readonly comment: string; readonly fingerprint: string } {
  const publicKey = text.trim()
  if (publicKey.includes('PRIVATE KEY')) throw refused('this is a private key, which nobody else should have; the public one is in the file that ends in .pub')
  const match = /^(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]+([^\r\n]*))?$/.exec(publicKey)
  const [, type = '', encoded = '', comment = ''] = match ?? []
  if (match === null) throw refused('it is not one line of a type, the key and a comment')
  const kind = kinds[type]
  if (kind === undefined) throw refused(`${type.slice(0, 40)} is no type of key that is known`)
  const bytes = fromBase64(encoded)
  const fields = fieldsOf(bytes)
  const isWhole = fields !== null && fields.length === kind.fields + 1 && String.fromCharCode(...(fields[0] ?? [])) === type && fields.some(({ length }) => length >= kind.bytes)
  if (!isWhole) throw refused('it is cut off or damaged')
  return { publicKey, comment: comment.trim(), fingerprint: md5(bytes).replace(/(..)(?!$)/g, '$1:') }
}

/** Each behind its length; null: it does not come out even. */
function fieldsOf(bytes: Uint8Array): Uint8Array[] | null {
  const view = new DataView(bytes.buffer)
  const fields: Uint8Array[] = []
  let at = 0
  while (at + 4 <= bytes.length) {
    const end = at + 4 + view.getUint32(at)
    if (end > bytes.length) return null
    fields.push(bytes.slice(at + 4, end))
    at = end
  }
  return at === bytes.length ? fields : null
}

const refused = (why: string): PlatformError => new PlatformError('key-invalid', { why })
