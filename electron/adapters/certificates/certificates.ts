// X.509 by Node.js, and a folder of keys, a file each with mode 0600.

import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { closeSync, fchmodSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import type { CertificateFacts } from '../../../shared/domain/certificate.ts'
import type { Certificates, ReadCertificate } from '../../engine/ports/certificates.ts'

const mostInChain = 10

export function createCertificates(folder: string): Certificates {
  function keep(id: string, key: string): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, `${id}.key`)
    const open = openSync(file, 'w', 0o600)
    try {
      fchmodSync(open, 0o600)
      writeSync(open, key)
      fsyncSync(open)
    } finally {
      closeSync(open)
    }
  }

  function keepOnly(ids: readonly string[]): void {
    for (const name of names(folder)) if (name.endsWith('.key') && !ids.includes(name.slice(0, -'.key'.length))) rmSync(join(folder, name), { force: true })
  }

  return { read, keep, keepOnly }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(given: { readonly chain: string; readonly key: string }, now: number): ReadCertificate {
  const key = keyFrom(given.key)
  if (key === null) return wrong('the private key can not be read; it has to be PEM, and not locked by a password')
  const found = certificatesFrom(given.chain)
  if (found === null) return wrong('a certificate of the chain can not be read; each has to be PEM')
  if (found.length === 0) return wrong('there is no certificate in it')
  if (found.length > mostInChain) return wrong(`it has more than ${mostInChain} certificates`)
  const own = found.find((one) => one.checkPrivateKey(key))
  if (own === undefined) return wrong('the private key fits none of the certificates')
  const chain = inOrder(own, found)
  if (chain.length < found.length) return wrong('a certificate in it issued none of the others')
  const late = chain.find((one) => Date.parse(one.validTo) <= now)
  if (late !== undefined) return wrong(`${firstLine(late.subject)} expired at ${late.validTo}`)
  const domains = domainsOf(own)
  if (domains.length === 0) return wrong('the certificate names no domain')
  return { kind: 'fits', chain: chain.map((one) => one.toString().trim()).join('\n'), facts: factsOf(own, chain, domains) }
}

const wrong = (why: string): ReadCertificate => ({ kind: 'wrong', why })

function keyFrom(text: string): KeyObject | null {
  try {
    return createPrivateKey(text)
  } catch {
    return null
  }
}

function certificatesFrom(text: string): X509Certificate[] | null {
  try {
    return (text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map((one) => new X509Certificate(one))
  } catch {
    return null
  }
}

/** Each followed by its issuer, as they are served. Those that belong to none are left out. */
function inOrder(own: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] {
  const chain = [own]
  for (let last: X509Certificate | undefined = own; last !== undefined; ) {
    const before: X509Certificate = last
    last = all.find((one) => !chain.includes(one) && isIssuedBy(before, one))
    if (last !== undefined) chain.push(last)
  }
  return chain
}

const isIssuedBy = (one: X509Certificate, issuer: X509Certificate): boolean => one.checkIssued(issuer) && one.verify(issuer.publicKey)

function factsOf(own: X509Certificate, chain: readonly X509Certificate[], domains: readonly string[]): CertificateFacts {
  const last = chain.at(-1) ?? own
  const isCaSigned = rootCertificates.some((root) => {
    const authority = new X509Certificate(root)
    return last.fingerprint256 === authority.fingerprint256 || isIssuedBy(last, authority)
  })
  return { domains, startsAt: Date.parse(own.validFrom), expiresAt: Date.parse(own.validTo), issuer: inOneLine(own.issuer), subject: inOneLine(own.subject), isSelfSigned: isIssuedBy(own, own), isCaSigned }
}

/** Names of the extension; without one the common name counts. */
function domainsOf({ subjectAltName, subject }: X509Certificate): string[] {
  const names = [...(subjectAltName ?? '').matchAll(/(?:^|, )DNS:([^,"]+)/g)].map((match) => match[1] ?? '')
  const common = /^CN=(.+)$/m.exec(subject)?.[1]
  return names.length > 0 ? names : common === undefined ? [] : [common]
}

const inOneLine = (name: string): string => `/${name.split('\n').join('/')}`
const firstLine = (name: string): string => name.split('\n')[0] ?? name
