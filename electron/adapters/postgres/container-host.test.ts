// PostgreSQL in containers: the contract of all hosts, and what only containers can show.

import { describe } from 'vitest'
import { postgresHostContract } from '../../engine/ports/postgres-host.contract.ts'
import { dockerForTests, makeContainerHost } from './container-world.fixture.ts'

describe.skipIf(dockerForTests === null)('PostgreSQL in containers, which needs a Docker (DYNARIUM_DOCKER) and a stack (DYNARIUM_STACK_IMAGE)', () => {
  describe('PostgresHost contract: docker (PG1, PG2, PG3, PG4, PG5)', () => postgresHostContract(() => makeContainerHost()))
})
