import { readFileSync, writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { createLab } from './experiments.fixture.ts'
it('tries', async () => {
  const lab = await createLab()
  const t = Date.now()
  const run = await lab.run(readFileSync(process.env['XP'] ?? '', 'utf8'))
  console.log(run.verdict, run.reason, Date.now() - t)
  console.log(await lab.report(run.id))
  writeFileSync('/tmp/xp/report.html', await lab.report(run.id, 'html'))
})
