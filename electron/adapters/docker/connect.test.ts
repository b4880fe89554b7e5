import { createHash } from 'node:crypto'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import net from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { dockerReport } from '../../../shared/protocol/containers.ts'
import { connectDocker } from './connect.ts'
import { failureOf } from './connect-trouble.ts'
import { desktop, docker2410, fakeWorld, podman43, type FakeWorld, type Manner } from './fake-engine.fixture.ts'
import { isListed } from './known-hosts.ts'

const mb = 1024 ** 2
const worlds: FakeWorld[] = []
const limits = { localMs: 20_000, remoteMs: 20_000 }
/** For what never answers. */
const short = { localMs: 300, remoteMs: 300 }

function world(...args: Parameters<typeof fakeWorld>): FakeWorld {
  const made = fakeWorld(...args)
  worlds.push(made)
  return made
}
async function look({ around }: FakeWorld, env: Readonly<Record<string, string>> = {}, within = limits) {
  const { report } = await connectDocker({ ...around, env: { ...around.env, ...env } }, within)
  // What is said is in the words of the contract, always with a way on.
  expect(dockerReport.parse(report)).toEqual(report)
  if (report.kind === 'trouble') for (const sentence of [report.happened, report.fix, report.without]) expect(sentence).toMatch(/^[A-Z].*\.$/)
  return report
}
async function lookAt(manner: Manner, at: readonly string[] = ['var/run/docker.sock'], within = limits) {
  const made = world()
  await made.serve(made.path(...at), manner)
  return look(made, {}, within)
}
/** A file that was a socket: its listener is gone. */
async function deadSocket(path: string): Promise<void> {
  const child = net.createServer().listen(path)
  await once(child, 'listening')
  const kept = `${path}.kept`
  // Closing would take the file away with it.
  linkSync(path, kept)
  child.close()
  await once(child, 'close')
  renameSync(kept, path)
}

afterEach(async () => {
  for (const made of worlds.splice(0)) {
    await made.close()
    rmSync(made.around.root, { recursive: true, force: true })
  }
})

describe('an engine is found (CT1)', () => {
  it.each([
    ['Docker at its own place', docker2410, ['var/run/docker.sock'], { engine: 'Docker', version: '24.0.7', apiVersion: '1.43', cores: 8, memoryBytes: 16 * 1024 * mb, isDirect: true }],
    ['Docker Desktop', desktop, ['home/.docker/run/docker.sock'], { engine: 'Docker Desktop', isDirect: false }],
    ['colima, whatever its profile', docker2410, ['home/.colima/work/docker.sock'], { engine: 'Colima', isDirect: false }],
    ['rootless Docker', { ...docker2410, info: { ...docker2410.info, SecurityOptions: ['name=rootless'] } }, ['session/docker.sock'], { engine: 'Docker', isDirect: false }],
    ['a person\'s own Podman', podman43, ['session/podman/podman.sock'], { engine: 'Podman', version: '4.3.1', apiVersion: '1.41', isDirect: false }],
    ['root\'s Podman', { ...podman43, info: docker2410.info }, ['run/podman/podman.sock'], { engine: 'Podman', isDirect: true }],
    ['a socket that leads into a machine with another kernel', { ...docker2410, info: { ...docker2410.info, KernelVersion: '0.1' } }, ['var/run/docker.sock'], { engine: 'Docker', isDirect: false }],
  ] as const)('%s', async (_, manner, at, expected) => {
    expect(await lookAt(manner, at)).toMatchObject({ kind: 'ready', ...expected })
  })

  it('DOCKER_HOST goes before the current context, and that before the sockets; each is looked for alone where it is named', async () => {
    const made = world()
    await made.serve(made.path('var/run/docker.sock'), docker2410)
    await made.serve(made.path('far.sock'), podman43)
    const context = createHash('sha256').update('far').digest('hex')
    expect(await look(made)).toMatchObject({ engine: 'Docker' })
    writeFileSync(made.path('home/.docker/config.json'), '{"currentContext":"far"}')
    expect(await look(made)).toMatchObject({ engine: 'Docker' })
    writeFileSync(made.path('home/.docker/contexts/meta', context, 'meta.json'), JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: `unix://${made.path('far.sock')}` } } }))
    expect(await look(made)).toMatchObject({ engine: 'Podman' })
    expect(await look(made, { DOCKER_CONTEXT: 'default' })).toMatchObject({ engine: 'Docker' })
    expect(await look(made, { DOCKER_HOST: `unix://${made.path('var/run/docker.sock')}` })).toMatchObject({ engine: 'Docker' })
    const port = await made.serveTcp(docker2410)
    expect(await look(made, { DOCKER_HOST: `tcp://127.0.0.1:${port}` })).toMatchObject({ kind: 'ready', address: `tcp://127.0.0.1:${port}`, isDirect: false })
    expect(await look(made, { DOCKER_HOST: `unix://${made.path('nowhere.sock')}` })).toMatchObject({ trouble: 'not-running', command: 'unset DOCKER_HOST' })
  })

  it('what this process has in DOCKER_HOST does not reach into a connection to a socket', async () => {
    const made = world()
    await made.serve(made.path('var/run/docker.sock'), docker2410)
    const before = process.env['DOCKER_HOST']
    process.env['DOCKER_HOST'] = 'tcp://127.0.0.1:1'
    try {
      expect(await look(made)).toMatchObject({ kind: 'ready' })
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST']
      else process.env['DOCKER_HOST'] = before
    }
  })

  it('one that hangs does not hide one that answers', async () => {
    const made = world()
    await made.serve(made.path('var/run/docker.sock'), 'hangs')
    await made.serve(made.path('session/podman/podman.sock'), podman43)
    expect(await look(made, {}, { ...short, localMs: 2000 })).toMatchObject({ kind: 'ready', engine: 'Podman' })
  })
})

describe('trouble is said in words, with the fix, and that Dynarium goes on (CT2)', () => {
  it.each([
    ['apt-get', 'sudo apt-get install docker.io'], ['dnf', 'sudo dnf install podman'], ['nothing', null],
  ])('no Docker where there is %s', async (program, command) => {
    const report = await look(world({}, [program]))
    expect(report).toMatchObject({ trouble: 'none', happened: 'There is no Docker on this machine.', command })
    expect(report.kind === 'trouble' && report.without).toContain('goes on without it')
  })

  it('installed and not running: the program is there and no socket, or a socket that nobody holds', async () => {
    expect(await look(world({}, ['docker', 'systemctl']))).toMatchObject({ trouble: 'not-running', command: 'sudo systemctl start docker' })
    expect(await look(world({}, ['podman']))).toMatchObject({ trouble: 'not-running', command: 'systemctl --user enable --now podman.socket' })
    expect(await look(world({ platform: 'darwin' }, ['docker']))).toMatchObject({ trouble: 'not-running', command: 'open -a Docker' })
    const made = world()
    await deadSocket(made.path('home/.colima/default/docker.sock'))
    expect(await look(made)).toMatchObject({ trouble: 'not-running', command: 'colima start' })
  })

  it.skipIf(process.getuid?.() === 0)('no permission, of a real socket', async () => {
    const made = world()
    await made.serve(made.path('var/run/docker.sock'), docker2410)
    chmodSync(made.path('var/run/docker.sock'), 0)
    expect(await look(made)).toMatchObject({ trouble: 'no-permission' })
  })

  it('no permission: the group to join, or Podman of one\'s own in place of root\'s', () => {
    const { around } = world()
    const denied = Object.assign(new Error('connect EACCES'), { code: 'EACCES' })
    const at = (address: string) => failureOf({ address, namedBy: null, isLocal: true, way: { options: {} } }, denied, 1, around)
    expect(at('unix:///var/run/docker.sock')).toMatchObject({ trouble: 'no-permission', command: 'sudo usermod -aG docker "$USER"' })
    expect(at('unix:///run/podman/podman.sock')).toMatchObject({ trouble: 'no-permission', command: 'systemctl --user enable --now podman.socket' })
  })

  it('too old: what it speaks and what is needed', async () => {
    const report = await lookAt({ ...docker2410, version: { ...docker2410.version, Version: '19.03.15', ApiVersion: '1.40' } })
    expect(report).toMatchObject({ trouble: 'too-old', happened: 'Docker 19.03.15 is too old: it speaks version 1.40 of the API, and 1.41 is needed.' })
    const podman3 = { ...podman43, version: { ...podman43.version, Version: '3.4.4', ApiVersion: '1.40' } }
    expect(await lookAt(podman3, ['run/podman/podman.sock'])).toMatchObject({ trouble: 'too-old', fix: 'Update it: Podman 4 or newer.' })
    expect(await lookAt({ ...docker2410, version: { ...docker2410.version, ApiVersion: '1.100' } })).toMatchObject({ kind: 'ready' })
  })

  it('too little memory, and Windows containers', async () => {
    const small = { ...docker2410, info: { ...docker2410.info, MemTotal: 900 * mb } }
    expect(await lookAt(small, ['home/.colima/default/docker.sock'])).toMatchObject({ trouble: 'too-little-memory', command: 'colima stop && colima start --memory 4' })
    expect(await lookAt({ ...docker2410, info: { ...docker2410.info, OSType: 'windows' } })).toMatchObject({ trouble: 'not-linux' })
  })

  it.each(['hangs', 'stalls'] as const)('an engine that %s is given up in time', async (manner) => {
    const report = await lookAt(manner, ['var/run/docker.sock'], short)
    expect(report).toMatchObject({ trouble: 'not-reached' })
    expect(report.kind === 'trouble' && report.happened).toContain('it did not answer within 0.3 seconds')
  })

  it('one that breaks, and one that is none', async () => {
    expect(await lookAt({ status: 500, message: 'no room left' })).toMatchObject({ trouble: 'not-reached', happened: expect.stringContaining('it answered with 500: no room left') as string })
    expect(await lookAt({ version: { hello: 1 }, info: {} })).toMatchObject({ trouble: 'not-reached', happened: expect.stringContaining('no container engine') as string })
  })

  it('over the network: nobody listens, no such host, no TLS, no certificates, no agent for ssh, no address', async () => {
    const made = world()
    const port = await made.serveTcp(docker2410)
    const happened = async (env: Readonly<Record<string, string>>): Promise<string> => {
      const report = await look(made, env)
      expect(report).toMatchObject({ trouble: 'not-reached' })
      return report.kind === 'trouble' ? report.happened : ''
    }
    expect(await happened({ DOCKER_HOST: 'tcp://127.0.0.1:1' })).toBe('The engine at tcp://127.0.0.1:1, which DOCKER_HOST names, can not be used: nothing listens there.')
    expect(await happened({ DOCKER_HOST: 'tcp://engine.invalid:2375' })).toMatch(/no host of that name|can not be looked up/)
    expect(await happened({ DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: made.path('none') })).toContain('which TLS needs, can not be read')
    expect(await happened({ DOCKER_HOST: 'ssh://ada@engine.invalid' })).toContain('ssh needs an agent')
    expect(await happened({ DOCKER_HOST: 'carrier-pigeon://x' })).toContain('is no address of an engine')
  })
})

describe.skipIf(spawnSync('openssl', ['version']).status !== 0)('over TLS', () => {
  /** One certificate for all three: its own authority, the engine's and the client's. */
  function certificates(made: FakeWorld, folder: string): string {
    const [key, cert] = [made.path(folder, 'key.pem'), made.path(folder, 'cert.pem')]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' })
    writeFileSync(made.path(folder, 'ca.pem'), readFileSync(cert))
    return made.path(folder)
  }

  it('an engine is reached with the certificates of DOCKER_CERT_PATH, and not with others (CT1, CT2)', async () => {
    const made = world()
    const [own, strange] = [certificates(made, 'own'), certificates(made, 'strange')]
    const [key, cert] = [readFileSync(made.path('own/key.pem')), readFileSync(made.path('own/cert.pem'))]
    const server = https.createServer({ key, cert, ca: cert, requestCert: true, rejectUnauthorized: true }, (request, response) => response.end(JSON.stringify(request.url === '/version' ? docker2410.version : docker2410.info)))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = `tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}`
    try {
      expect(await look(made, { DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: own })).toMatchObject({ kind: 'ready', address, isDirect: false })
      const report = await look(made, { DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: strange })
      expect(report).toMatchObject({ trouble: 'not-reached', happened: expect.stringContaining('do not trust each other\'s certificates') as string })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})

it('over ssh only a host is trusted that is known, and not revoked', () => {
  const key = Buffer.from('a key')
  const line = `engine.test ssh-ed25519 ${key.toString('base64')}`
  expect(isListed(`# Host engine.test found: line 1\n${line}\n`, key)).toBe(true)
  expect(isListed(`@revoked ${line}`, key)).toBe(false)
  expect(isListed(line, Buffer.from('another'))).toBe(false)
  expect(isListed('', key)).toBe(false)
})
