// The key by which this server is known to a caller over SSH. A new one for each run of the engine: whoever calls was told it a moment ago.

import ssh2 from 'ssh2'

export type HostKey = {
  /** OpenSSH's form. */
  readonly privateKey: string
  /** `ssh-ed25519 AAAA...` */
  readonly publicKey: string
}

export function makeHostKey(): HostKey {
  const made = ssh2.utils.generateKeyPairSync('ed25519')
  return { privateKey: made.private, publicKey: made.public.trim().split(' ').slice(0, 2).join(' ') }
}

/** Is it the one that was promised, and, where there is a signature already, does the caller have it? */
export function isKeyOf(auth: ssh2.PublicKeyAuthContext, promised: ssh2.ParsedKey): boolean {
  if (auth.key.algo !== promised.type || !auth.key.data.equals(promised.getPublicSSH())) return false
  return auth.signature === undefined || auth.blob === undefined || promised.verify(auth.blob, auth.signature, auth.hashAlgo) === true
}

/** An RSA, ECDSA or Ed25519 key in OpenSSH's form; null: it is none, or a private one. */
export function readPublicKey(text: string): ssh2.ParsedKey | null {
  const parsed = ssh2.utils.parseKey(text)
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  return key === undefined || key instanceof Error || key.isPrivateKey() ? null : key
}
