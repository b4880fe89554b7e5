// An engine for tests to kill in the middle of a build in the data folder given.

import { makeContainerBuildWorld, testEngine } from './container-builds.fixture.ts'

const engine = testEngine()
const [dataDir = ''] = process.argv.slice(2)
if (engine === null) throw new Error('there is no engine for tests')
void makeContainerBuildWorld(engine, { dataDir })
  .open({ 'a.txt': '' }, { buildId: 'build-doomed' })
  .then((workspace) => workspace.run({ kind: 'run', label: 'wait', argv: ['bash', '-c', 'echo ready; sleep 1000'] }, (text) => console.log(text)))
