import { execFileSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createSecureContext, createServer, type SecureContext } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeCertificate, type Names } from './certificate.ts'
import { createTrust, type Trust } from './trust.ts'

const dayMs = 86_400_000
let folder = ''
let now = Date.now()
const logged: string[] = []
const open = (): Trust => createTrust({ folder, now: () => now, log: (text) => logged.push(text) })
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const certificate = (name: string): X509Certificate => new X509Certificate(read(name))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynarium-trust-'))
  now = Date.now()
  logged.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What openssl says of a certificate under the authority. */
function verified(file: string, more: readonly string[] = []): string {
  try {
    return execFileSync('openssl', ['verify', '-x509_strict', '-purpose', 'sslserver', ...more, '-CAfile', join(folder, 'ca.pem'), file], { encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    return (error as { stderr: string }).stderr
  }
}

/** A certificate that somebody with the authority's key made for other names. */
function forged(names: Names): { file: string; context: SecureContext } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const cert = makeCertificate({ subject: 'localhost', issuer: 'Dynarium local authority', publicKey, signedBy: createPrivateKey(read('authority-key.pem')), fromMs: now - dayMs, untilMs: now + dayMs, kind: { is: 'server', names } })
  const file = join(folder, 'forged.pem')
  writeFileSync(file, cert)
  return { file, context: createSecureContext({ cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) }) }
}

/** What Node's client says that trusts the authority. */
async function dialled(context: SecureContext, servername: string): Promise<string> {
  const server = createServer({ SNICallback: (_name, done) => done(null, context) })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const outcome = await new Promise<string>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', servername, ca: read('ca.pem') }, () => resolve('trusted'))
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    socket.on('close', () => resolve('closed'))
    socket.on('secureConnect', () => socket.destroy())
  })
  await new Promise((resolve) => server.close(resolve))
  return outcome
}

describe("the authority's certificate (HC4)", () => {
  it('is good for ten years, for servers of this machine only, for no other authority, and says so critically', () => {
    const { caFile } = open()
    const text = execFileSync('openssl', ['x509', '-in', caFile, '-noout', '-text'], { encoding: 'utf8' })
    for (const line of ['Name Constraints: critical', 'DNS:localhost', 'IP:127.0.0.0/255.0.0.0', 'CA:TRUE, pathlen:0', 'Certificate Sign', 'ASN1 OID: prime256v1']) expect(text).toContain(line)
    expect(text).toMatch(/Basic Constraints: critical[^]*Key Usage: critical/)
    expect(Date.parse(certificate('ca.pem').validTo) - now).toBeGreaterThan(3640 * dayMs)
    expect(Date.parse(certificate('server.pem').validTo) - now).toBeLessThan(90 * dayMs)
  })

  it("lets openssl and Node's client trust localhost, 127.0.0.1 and ::1, and no other name under it", async () => {
    const trust = open()
    for (const more of [['-verify_hostname', 'localhost'], ['-verify_ip', '127.0.0.1'], ['-verify_ip', '::1']]) expect(verified(join(folder, 'server.pem'), more)).toMatch(/: OK/)
    expect(await dialled(trust.secure(), 'localhost')).toBe('trusted')
    for (const names of [{ dns: ['api.heroku.com'], ip: [] }, { dns: ['localhost', 'evil.test'], ip: [] }, { dns: [], ip: ['192.168.1.2'] }, { dns: [], ip: ['::2'] }]) {
      const { file, context } = forged(names)
      expect(verified(file), JSON.stringify(names)).toMatch(/permitted subtree violation/)
      expect(await dialled(context, names.dns[0] ?? 'localhost'), JSON.stringify(names)).not.toBe('trusted')
    }
    const below = forged({ dns: ['localhost', 'api.localhost'], ip: ['127.0.0.2'] })
    expect(verified(below.file)).toMatch(/: OK/)
    expect(await dialled(below.context, 'api.localhost')).toBe('trusted')
  })

  it('vouches for no other authority', () => {
    open()
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { publicKey: leafKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const lasts = { fromMs: now - dayMs, untilMs: now + dayMs }
    const names = { dns: ['localhost'], ip: [] }
    const below = join(folder, 'below.pem')
    const leaf = join(folder, 'leaf.pem')
    writeFileSync(below, makeCertificate({ ...lasts, subject: 'below', issuer: 'Dynarium local authority', publicKey, signedBy: createPrivateKey(read('authority-key.pem')), kind: { is: 'authority', constrainedTo: names } }))
    writeFileSync(leaf, makeCertificate({ ...lasts, subject: 'localhost', issuer: 'below', publicKey: leafKey, signedBy: privateKey, kind: { is: 'server', names } }))
    expect(verified(leaf, ['-untrusted', below])).toMatch(/path length constraint exceeded/)
  })
})

describe('the files (HC5)', () => {
  it('are kept from start to start, and only their owner may read the keys', () => {
    open()
    const before = ['ca.pem', 'server.pem', 'authority-key.pem'].map(read)
    chmodSync(join(folder, 'authority-key.pem'), 0o644)
    open()
    expect(['ca.pem', 'server.pem', 'authority-key.pem'].map(read)).toEqual(before)
    for (const name of ['authority-key.pem', 'server-key.pem']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(logged).toEqual([])
  })

  it('that are damaged are made anew, with a sentence', () => {
    for (const name of ['ca.pem', 'authority-key.pem', 'server.pem', 'server-key.pem']) {
      open()
      logged.length = 0
      writeFileSync(join(folder, name), 'scratched')
      open()
      expect(logged.join('\n'), name).toMatch(/can not be used .* made anew/)
      expect(verified(join(folder, 'server.pem')), name).toMatch(/: OK/)
    }
    rmSync(join(folder, 'authority-key.pem'))
    open()
    expect(verified(join(folder, 'server.pem'))).toMatch(/: OK/)
  })

  it("renew the server's certificate before it ends, at a start and while running, under the same authority", () => {
    const trust = open()
    const [first, ca, context] = [read('server.pem'), read('ca.pem'), trust.secure()]
    expect(trust.secure()).toBe(context)
    now += 45 * dayMs
    expect(trust.secure()).not.toBe(context)
    const second = read('server.pem')
    expect(second).not.toBe(first)
    now += 45 * dayMs
    open()
    expect(read('server.pem')).not.toBe(second)
    expect(read('ca.pem')).toBe(ca)
    expect(logged).toEqual([])
  })
})
