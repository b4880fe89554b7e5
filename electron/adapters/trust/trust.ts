// The certificate authority of one data folder: what git, `heroku run` and ps:exec need to speak TLS with this machine. It is worth nothing
// elsewhere: it can vouch for loopback names only, and says so itself in a way that every client must heed (a critical name constraint).

import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext, type SecureContext } from 'node:tls'
import { makeCertificate, type Names } from './certificate.ts'
import { readPair, writePair, type KeyPair, type PairFiles } from './key-pair-file.ts'

export type TrustOptions = {
  /** Made if it is not there. */
  readonly folder: string
  readonly now: () => number
  readonly log: (text: string) => void
}

export type Trust = {
  /** The certificate of the authority, for clients. */
  readonly caFile: string
  /** For the next connection; renewed when its time comes. */
  secure(): SecureContext
}

const dayMs = 86_400_000
const authorityMs = 3650 * dayMs
const serverMs = 60 * dayMs
/** Renewed with so much left; clocks may be set back by as much. */
const renewMs = 20 * dayMs
const subjects = { authority: 'Dynarium local authority', server: 'localhost' }
const constrainedTo: Names = { dns: ['localhost'], ip: ['127.0.0.0/8', '::1/128'] }
const serverNames: Names = { dns: ['localhost'], ip: ['127.0.0.1', '::1'] }

/** Throws where the folder can not be written. */
export function createTrust({ folder, now, log }: TrustOptions): Trust {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const authorityFiles = filesOf('authority')
  const authority = kept(authorityFiles, isAuthority) ?? writePair(authorityFiles, ({ publicKey, privateKey }) => makeCertificate({
    subject: subjects.authority, issuer: subjects.authority, publicKey, signedBy: privateKey, fromMs: now() - dayMs, untilMs: now() + authorityMs, kind: { is: 'authority', constrainedTo },
  }))
  let server = kept(filesOf('server'), (pair) => isUnder(pair, authority)) ?? newServer()
  let context = contextOf(server)

  function secure(): SecureContext {
    if (isCurrent(server)) return context
    server = newServer()
    context = contextOf(server)
    return context
  }

  function newServer(): KeyPair {
    return writePair(filesOf('server'), ({ publicKey }) => makeCertificate({
      subject: subjects.server, issuer: subjects.authority, publicKey, signedBy: authority.key, fromMs: now() - dayMs, untilMs: now() + serverMs, kind: { is: 'server', names: serverNames },
    }))
  }

  /** Null: to be made. What is damaged is made anew, and said. */
  function kept(files: PairFiles, isRight: (pair: KeyPair) => boolean): KeyPair | null {
    try {
      const pair = readPair(files)
      if (pair === null || !isCurrent(pair)) return null
      if (!isRight(pair)) throw new Error('it is not what Dynarium made')
      chmodSync(files.key, 0o600)
      return pair
    } catch (error) {
      log(`${files.certificate} or its key can not be used (${error instanceof Error ? error.message : String(error)}), so both are made anew.`)
      return null
    }
  }

  function isCurrent({ certificate }: KeyPair): boolean {
    return Date.parse(certificate.validFrom) <= now() && Date.parse(certificate.validTo) - renewMs > now()
  }

  function filesOf(name: string): PairFiles {
    return { key: join(folder, `${name}-key.pem`), certificate: join(folder, name === 'authority' ? 'ca.pem' : `${name}.pem`) }
  }

  return { caFile: authorityFiles.certificate, secure }
}

function isAuthority({ certificate }: KeyPair): boolean {
  return certificate.ca && certificate.verify(certificate.publicKey)
}

function isUnder({ certificate }: KeyPair, authority: KeyPair): boolean {
  return !certificate.ca && certificate.verify(authority.certificate.publicKey)
}

function contextOf({ key, pem }: KeyPair): SecureContext {
  return createSecureContext({ key: key.export({ type: 'pkcs8', format: 'pem' }), cert: pem, minVersion: 'TLSv1.2' })
}
