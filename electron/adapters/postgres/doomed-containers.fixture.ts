// An engine that starts a server in a container, writes to it, says so, and waits to be killed.

import { containersForTests } from './container-world.fixture.ts'
import { createContainerPostgres } from './container-host.ts'

const [dataDir = '', isHeld = ''] = process.argv.slice(2)
const host = createContainerPostgres({ dataDir, containers: containersForTests(dataDir), onTrouble: console.error })
const limits = { timeoutMs: 20_000, maxRows: 10 }
void work()
setInterval(() => {}, 1000)

async function work(): Promise<void> {
  await host.create('one', {})
  await host.start('one')
  await host.sql('one', 'postgres', 'CREATE TABLE rows AS SELECT n FROM generate_series(1, 10000) AS n', [], limits)
  const { rows } = await host.sql('one', 'postgres', `SELECT md5(string_agg(n::text, ',' ORDER BY n)) FROM rows`, [], limits)
  if (isHeld === 'held') await host.freeze('one')
  console.log(`written ${rows[0]?.[0]}`)
}
