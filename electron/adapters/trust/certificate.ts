// Makes X.509 certificates: the form is @peculiar/asn1-x509's, keys and signatures are Node's own.

import { createHash, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier, AttributeTypeAndValue, AttributeValue, AuthorityKeyIdentifier, BasicConstraints, Certificate, ExtendedKeyUsage, Extension, Extensions,
  GeneralName, GeneralSubtree, GeneralSubtrees, id_ce_authorityKeyIdentifier, id_ce_basicConstraints, id_ce_extKeyUsage, id_ce_keyUsage, id_ce_nameConstraints,
  id_ce_subjectAltName, id_ce_subjectKeyIdentifier, id_kp_serverAuth, KeyIdentifier, KeyUsage, KeyUsageFlags, Name, NameConstraints,
  RelativeDistinguishedName, SubjectAlternativeName, SubjectKeyIdentifier, SubjectPublicKeyInfo, TBSCertificate, Validity, Version,
} from '@peculiar/asn1-x509'

/** DNS names and IP addresses; as constraints, an address has the length of its prefix behind it. */
export type Names = { readonly dns: readonly string[]; readonly ip: readonly string[] }

export type Wanted = {
  readonly subject: string
  readonly issuer: string
  readonly publicKey: KeyObject
  readonly signedBy: KeyObject
  readonly fromMs: number
  readonly untilMs: number
  /** An authority can vouch for nothing outside `constrainedTo`, nor for another authority. */
  readonly kind: { readonly is: 'authority'; readonly constrainedTo: Names } | { readonly is: 'server'; readonly names: Names }
}

const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
const commonName = '2.5.4.3'
const serialBytes = 16

/** In PEM. */
export function makeCertificate(wanted: Wanted): string {
  const algorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 })
  const spki = AsnConvert.parse(spkiOf(wanted.publicKey), SubjectPublicKeyInfo)
  const tbsCertificate = new TBSCertificate({
    version: Version.v3, serialNumber: serial(), signature: algorithm, issuer: named(wanted.issuer), subject: named(wanted.subject),
    validity: new Validity({ notBefore: new Date(wanted.fromMs), notAfter: new Date(wanted.untilMs) }),
    subjectPublicKeyInfo: spki, extensions: new Extensions(extensionsOf(wanted)),
  })
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), wanted.signedBy)
  return pem(AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue: exact(signature) })))
}

function extensionsOf({ kind, publicKey, signedBy }: Wanted): Extension[] {
  const known = [
    extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId(publicKey))),
    extension(id_ce_authorityKeyIdentifier, false, new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyId(createPublicKey(signedBy))) })),
    extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
  ]
  if (kind.is === 'server') {
    return [
      ...known, extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
      extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
      extension(id_ce_subjectAltName, false, new SubjectAlternativeName(generalNames(kind.names))),
    ]
  }
  const permittedSubtrees = new GeneralSubtrees(generalNames(kind.constrainedTo).map((base) => new GeneralSubtree({ base })))
  return [
    ...known, extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign)),
    extension(id_ce_nameConstraints, true, new NameConstraints({ permittedSubtrees })),
  ]
}

function generalNames({ dns, ip }: Names): GeneralName[] {
  return [...dns.map((dNSName) => new GeneralName({ dNSName })), ...ip.map((iPAddress) => new GeneralName({ iPAddress }))]
}

function extension(extnID: string, critical: boolean, value: unknown): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
}

function named(text: string): Name {
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: commonName, value: new AttributeValue({ utf8String: text }) })])])
}

/** Positive, and never with a leading zero. */
function serial(): ArrayBuffer {
  const bytes = randomBytes(serialBytes)
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return exact(bytes)
}

const keyId = (key: KeyObject): ArrayBuffer => exact(createHash('sha256').update(new Uint8Array(spkiOf(key))).digest().subarray(0, 20))
const spkiOf = (key: KeyObject): ArrayBuffer => exact(key.export({ type: 'spki', format: 'der' }))
/** A Buffer may be a view of a larger store. */
const exact = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer

function pem(der: ArrayBuffer): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
