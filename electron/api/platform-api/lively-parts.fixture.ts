// Parts of the lively platform: people with what is theirs, a pipeline with a review app, a certificate.

import { generateKeyPairSync } from 'node:crypto'
import { makeCertificate } from '../../adapters/trust/certificate.ts'
import { owner, type Answer, type ControlWorld } from '../control.fixture.ts'

/** A collaborator and a member of teams. */
export const ada = 'ada@localhost'
/** Has nothing and is invited to nothing. */
export const guest = 'guest@localhost'

/** Also of what takes time; throws where it is refused. By the owner if no token is given. */
export async function settled(at: ControlWorld, method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  const asked = at.ask(method, path, { ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }) })
  let isOver = false
  asked.finally(() => void (isOver = true)).catch(() => undefined)
  while (!isOver) {
    await at.world.clock.advance(100)
    await new Promise((soon) => setImmediate(soon))
  }
  const answer = await asked
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`)
  return answer
}

/** Tokens by email. */
export async function makePeople(at: ControlWorld): Promise<Readonly<Record<string, string>>> {
  const tokens: Record<string, string> = {}
  for (const email of [ada, guest]) {
    await at.world.engine.call('people:add', { email }, owner)
    tokens[email] = ((await at.world.engine.call('people:token', { email }, owner)) as { token: string }).token
  }
  await settled(at, 'POST', '/account/keys', { public_key: publicKey('you@laptop') })
  await settled(at, 'POST', '/oauth/authorizations', { description: 'a script', scope: ['global'] })
  await settled(at, 'POST', '/oauth/clients', { name: 'Board', redirect_uri: 'https://board.test/back' })
  await settled(at, 'POST', '/apps/shop/collaborators', { user: ada })
  await settled(at, 'POST', '/teams', { name: 'brewers' })
  await settled(at, 'PUT', '/teams/brewers/members', { email: ada, role: 'member' })
  await settled(at, 'PUT', '/teams/brewers/invitations', { email: 'bob@localhost', role: 'member' })
  await settled(at, 'POST', '/teams/apps', { name: 'pot', team: 'brewers' })
  await settled(at, 'POST', '/teams/apps/pot/collaborators', { user: ada }, tokens[ada])
  // What the owner was asked to take.
  await settled(at, 'POST', '/apps', { name: 'gift' }, tokens[ada])
  await settled(at, 'POST', '/account/app-transfers', { app: 'gift', recipient: owner }, tokens[ada])
  await settled(at, 'POST', '/teams', { name: 'tasters' }, tokens[ada])
  await settled(at, 'PUT', '/teams/tasters/invitations', { email: owner, role: 'member' }, tokens[ada])
  return tokens
}

/** `shop` in staging, `front` in production, a promotion that is over and a review app of the branch `try-tea`. */
export async function makePipeline(at: ControlWorld): Promise<void> {
  await settled(at, 'POST', '/apps', { name: 'front' })
  const { id: pipeline } = (await settled(at, 'POST', '/pipelines', { name: 'line' })).json
  for (const [app, stage] of [['shop', 'staging'], ['front', 'production']]) await settled(at, 'POST', '/pipeline-couplings', { app, pipeline, stage })
  await settled(at, 'POST', `/pipelines/${pipeline}/review-app-config`, { repo: 'local/shop' })
  await pushBranch(at, 'try-tea')
  await settled(at, 'POST', '/review-apps', { branch: 'try-tea', pipeline, source_blob: { url: 'resolve', version: null } })
  await settled(at, 'POST', '/pipeline-promotions', await promotionOf(at))
  await at.world.clock.advance(60_000)
}

/** Of what `shop` has now to `front`. */
export async function promotionOf(at: ControlWorld): Promise<unknown> {
  const id = async (path: string): Promise<string> => (await at.ask('GET', path)).json.id
  return { pipeline: { id: await id('/pipelines/line') }, source: { app: { id: await id('/apps/shop') } }, targets: [{ app: { id: await id('/apps/front') } }] }
}

export async function pushBranch(at: ControlWorld, branch: string): Promise<void> {
  const files = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', 'server.js': 'serve()', Procfile: 'web: node server.js\n' }
  const push = at.world.git.push('shop', branch, at.world.git.commit({ files, parent: null, subject: 'Sell tea' }))
  await at.world.clock.advance(60_000)
  if (!(await push).accepted) throw new Error(`${branch} was not taken`)
}

/** New at each call, for the domains of `shop`. */
export function certificatePair(at: ControlWorld): { readonly certificate_chain: string; readonly private_key: string } {
  const { publicKey: key, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const now = at.world.clock.now()
  const chain = makeCertificate({ subject: 'www.shop.test', issuer: 'www.shop.test', publicKey: key, signedBy: privateKey, fromMs: now - 86_400_000, untilMs: now + 365 * 86_400_000, kind: { is: 'server', names: { dns: ['www.shop.test', '*.shop.test'], ip: [] } } })
  return { certificate_chain: chain, private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

/** New at each call, in the form of ssh. */
function publicKey(comment: string): string {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as { x: string }
  const field = (data: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, data.length]), data])
  return `ssh-ed25519 ${Buffer.concat([field(Buffer.from('ssh-ed25519')), field(Buffer.from(x, 'base64url'))]).toString('base64')} ${comment}`
}
