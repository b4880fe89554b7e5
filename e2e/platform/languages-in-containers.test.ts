import { describe } from 'vitest'
import { containerEngine, inContainers } from '../support/containers.ts'
import { everySampleServes } from '../support/every-sample.ts'

describe.skipIf(containerEngine === null)('in containers (needs docker)', () => {
  everySampleServes('every sample is pushed with git, built and serves', inContainers, [])
})
