// A private key and its certificate, as two files of which only their owner may read the key. A torn write leaves the old ones.

import { createPrivateKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

export type KeyPair = { readonly key: KeyObject; readonly pem: string; readonly certificate: X509Certificate }
export type PairFiles = { readonly key: string; readonly certificate: string }

/** Null: there is none yet. Throws where what is there is no pair. */
export function readPair(files: PairFiles): KeyPair | null {
  if (!existsSync(files.key) && !existsSync(files.certificate)) return null
  const pem = readFileSync(files.certificate, 'utf8')
  const [key, certificate] = [createPrivateKey(readFileSync(files.key)), new X509Certificate(pem)]
  if (!certificate.checkPrivateKey(key)) throw new Error('the key and the certificate do not belong together')
  return { key, pem, certificate }
}

export function writePair(files: PairFiles, make: (keys: { publicKey: KeyObject; privateKey: KeyObject }) => string): KeyPair {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = make(keys)
  writeWhole(files.key, keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600)
  writeWhole(files.certificate, pem, 0o644)
  return { key: keys.privateKey, pem, certificate: new X509Certificate(pem) }
}

function writeWhole(file: string, text: string, mode: number): void {
  const draft = `${file}.draft`
  rmSync(draft, { force: true })
  writeFileSync(draft, text, { mode })
  renameSync(draft, file)
}
