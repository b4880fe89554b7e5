// `npm test -- heroku-cli`: the published Heroku CLI, unchanged, against a running platform with a real app.

import { beforeAll, describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { herokuCli, shownRun } from '../../support/heroku-cli.ts'
import { useWorld } from '../../support/world.ts'
import { addOnChapters } from './add-on-commands.ts'
import { coreChapters } from './core-commands.ts'
import { moreChapters } from './more-commands.ts'
import type { Chapter, Invocation, Shop } from './invocation.ts'
import { whyNotYet } from './not-yet.ts'

const world = useWorld('heroku-cli')
/** The CLI is fetched before the first test, once on a machine. */
const installLimitMs = 15 * 60_000
const limitMs = 180_000
/** To try some of them: the beginning of their chapter's title. */
const only = process.env['DYNARIUM_HEROKU_CHAPTER'] ?? ''
const chapters: readonly Chapter[] = [...coreChapters, ...moreChapters, ...addOnChapters].filter(({ title }) => title.startsWith(only))
let shop: Shop

beforeAll(async () => {
  const cli = await herokuCli(world.host(), world.work)
  const repository = await world.newApp('shop')
  const pushed = await repository.push(world.remote('shop'))
  if (!pushed.ok) throw new Error(pushed.output)
  await world.untilServed('shop')
  const { controlPort, routerPort } = world.host()
  shop = { api: world.api, cli, work: world.work, controlPort, routerPort }
}, installLimitMs)

for (const { title, reads, invocations } of chapters) {
  describe(title, { concurrent: reads, timeout: limitMs }, () => {
    for (const invocation of invocations) {
      const why = whyNotYet(invocation.line)
      it.skipIf(why !== null)(`HP8 heroku ${invocation.line}${why === null ? '' : ` (not yet: ${why})`}`, () => judge(invocation))
    }
  })
}

it.skipIf(only !== '')('are 150 at least', () => {
  expect(chapters.flatMap(({ invocations }) => invocations).length).toBeGreaterThanOrEqual(150)
})

async function judge({ line, code, prints, effect, stdin, folder }: Invocation): Promise<void> {
  const ran = await shop.cli.run(line, { ...(stdin === undefined ? {} : { stdin }), ...(folder === undefined ? {} : { cwd: join(shop.work, folder) }) })
  expect(ran.code, shownRun(ran)).toBe(code)
  for (const wanted of prints) expect(`${ran.stdout}${ran.stderr}`, shownRun(ran)).toMatch(wanted)
  await effect?.(shop)
}
