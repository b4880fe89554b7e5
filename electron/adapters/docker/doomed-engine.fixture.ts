// An engine for tests to kill: ends what another one left in the data folder given, starts so many dynos and keeps as many running. It
// says when all of them run, each time anew.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDockerRuntime } from './docker-runtime.ts'
import { dockerAt, dynoSpec } from './docker-world.fixture.ts'

const [dataDir = '', sessionId = '', address = '', image = '', count = '1'] = process.argv.slice(2)
const wanted = Number(count)
const runtime = createDockerRuntime({
  docker: dockerAt(address), dataDir, sessionId, isDirect: true, image: () => Promise.resolve(image),
  openSlug: async (_, folder) => writeFileSync(join(folder, 'run.sh'), 'while :; do sleep 0.1; done\n'),
})
const running = new Set<string>()
let started = 0

runtime.connect({
  observed: ({ kind, dynoId }) => {
    if (kind === 'launched') {
      running.add(dynoId)
      if (running.size === wanted) console.log(`all run: ${[...running].join(' ')}`)
    }
    if (kind === 'exited') {
      running.delete(dynoId)
      start()
    }
  },
  output: () => {},
})

function start(): void {
  runtime.start(dynoSpec(`${sessionId}-dyno-${++started}`, 'slug', 'bash run.sh'))
}

void runtime.recover().then((found) => {
  console.log(`recovered: ${found}`)
  for (let dyno = 0; dyno < wanted; dyno++) start()
})
