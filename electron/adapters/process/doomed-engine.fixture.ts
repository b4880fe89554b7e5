// An engine for tests to kill: starts dynos in the data folder given and waits. Every dyno leaves a child in a session of its
// own behind, which no signal to the group reaches, and says it is ready once that child has left the group. The second dyno does
// not heed SIGTERM. With a trouble given (JSON), both have it, and the engine says so.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DynoTrouble } from '../../engine/ports/dyno-runtime.ts'
import { createProcessRuntime } from './process-runtime.ts'
import { dynoSpec } from './process-world.fixture.ts'

const [dataDir = '', sessionId = '', wardenGraceMs = '10000', trouble = ''] = process.argv.slice(2)
const script = 'setsid bash -c "touch escaped; exec sleep 1000" &\n[ "$1" = stubborn ] && trap "" TERM\nuntil [ -e escaped ]; do sleep 0.01; done\necho ready\nwhile :; do sleep 0.1; done\n'
const runtime = createProcessRuntime({
  dataDir, sessionId, wardenGraceMs: Number(wardenGraceMs),
  openSlug: async (_, folder) => writeFileSync(join(folder, 'run.sh'), script),
})
runtime.connect({
  observed: () => {},
  output: ({ dynoId, lines }) => {
    for (const line of lines) console.log(`${dynoId} ${line}`)
    if (trouble !== '' && lines.includes('ready')) void afflict(dynoId, JSON.parse(trouble) as DynoTrouble)
  },
})
runtime.start(dynoSpec('dyno-1', 'slug', 'bash run.sh'))
runtime.start(dynoSpec('dyno-2', 'slug', 'bash run.sh stubborn'))

async function afflict(dynoId: string, given: DynoTrouble): Promise<void> {
  await runtime.afflict(dynoId, 'lease-1', given)
  console.log(`${dynoId} afflicted`)
}
