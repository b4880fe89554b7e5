// kill -9 of the engine, and of containers, fifty times at random: every second time while it recovers or makes its containers. The test that is run
// asks each time that exactly the dynos that are wanted run, and at the end that nothing is left. DYNARIUM_CONTAINER_KILLS sets
// another number.
import { ensureDocker } from '../test/docker-engine.mjs'
import { runKillTest } from './kill-test.mjs'

const rounds = Number(process.env.DYNARIUM_CONTAINER_KILLS ?? 50)

export async function measure() {
  const engine = await ensureDocker(process.stderr)
  if (engine === null) return [{ what: 'kill -9 of engine and containers', value: 'no container engine' }]
  const { failed, figures } = await runKillTest('electron/adapters/docker/engine-kills.test.ts', (file) => ({
    DYNARIUM_DOCKER: engine.address, DYNARIUM_STACK_IMAGE: engine.smallImage, DYNARIUM_CONTAINER_KILLS: String(rounds), DYNARIUM_CONTAINER_KILL_FIGURES: file,
  }))
  return rows(failed ? null : figures[0], failed)
}

function rows(figures, failed) {
  return [
    { what: 'kills of the engine', value: String(figures?.rounds ?? 0), target: String(rounds), met: !failed && figures.rounds >= rounds },
    { what: 'kills and removals of containers', value: String(figures?.killed ?? 0) },
    { what: 'in all', value: figures === null ? 'none' : `${figures.seconds} s` },
    { what: 'containers left over or double', value: failed ? 'see above' : '0', target: '0', met: !failed },
  ]
}
