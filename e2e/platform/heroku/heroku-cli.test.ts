// `npm test -- heroku-cli`: the published Heroku CLI, unchanged, against a running platform with a real app.

import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { connectClient } from '../../support/client.ts'
import { herokuCli, shownRun } from '../../support/heroku-cli.ts'
import { useWorld } from '../../support/world.ts'
import { addOnChapters } from './add-on-commands.ts'
import { coreChapters } from './core-commands.ts'
import { moreChapters } from './more-commands.ts'
import type { Chapter, Invocation, Shop } from './invocation.ts'

const world = useWorld('heroku-cli')
/** The CLI is fetched before the first test, once on a machine. */
const installLimitMs = 15 * 60_000
const limitMs = 180_000
/** To try some of them: what their chapter's title has in it. */
const only = process.env['DYNARIUM_HEROKU_CHAPTER'] ?? ''
const chapters: readonly Chapter[] = [...coreChapters, ...moreChapters, ...addOnChapters].filter(({ title }) => new RegExp(only).test(title))
let shop: Shop
let email = ''

beforeAll(async () => {
  const cli = await herokuCli(join(world.work, 'data'), world.work)
  const repository = await world.newApp('shop')
  const pushed = await repository.push(world.remote('shop'))
  if (!pushed.ok) throw new Error(pushed.output)
  await world.untilServed('shop')
  const { controlPort, routerPort } = world.host()
  writeFiles(join(world.work, 'home'))
  await world.api('POST', '/teams', { name: 'guild' })
  email = (await world.api<{ readonly email: string }>('GET', '/account')).email
  shop = { api: world.api, client: await connectClient(world.host()), cli, work: world.work, controlPort, routerPort }
}, installLimitMs)
afterAll(() => shop.client.close())

for (const { title, reads, invocations } of chapters) {
  describe(title, { concurrent: reads, timeout: limitMs }, () => {
    for (const invocation of invocations) it(`HP8 heroku ${invocation.line}`, () => judge(invocation))
  })
}

it.skipIf(only !== '')('are 150 at least', () => {
  expect(chapters.flatMap(({ invocations }) => invocations).length).toBeGreaterThanOrEqual(150)
})

async function judge({ line, code, prints, effect, folder, answers, ...how }: Invocation): Promise<void> {
  const typed = answers?.map(([question, text]) => [question, text.replace('<token>', world.host().token).replace('<email>', email)] as const)
  const ran = await shop.cli.run(await withIds(line), { ...how, ...(typed === undefined ? {} : { answers: typed }), ...(folder === undefined ? {} : { cwd: join(shop.work, folder) }) })
  expect(ran.code, shownRun(ran)).toBe(code)
  for (const wanted of prints) expect(`${ran.stdout}${ran.stderr}`, shownRun(ran)).toMatch(wanted)
  await effect?.(shop)
}

/** What commands are given by name. */
function writeFiles(folder: string): void {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem', '-days', '2', '-subj', '/CN=www.shop.test', '-addext', 'subjectAltName=DNS:www.shop.test'], { cwd: folder, stdio: 'ignore' })
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ada@laptop', '-f', 'key'], { cwd: folder })
}

async function withIds(line: string): Promise<string> {
  const path = /<(\S+)>/.exec(line)?.[1]
  if (path === undefined) return line
  const found = (await shop.api<{ readonly id: string }[]>('GET', path)).at(-1)
  if (found === undefined) throw new Error(`${path} has none`)
  return line.replace(`<${path}>`, found.id)
}
