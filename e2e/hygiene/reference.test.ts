import { expect, test } from 'vitest'
import { experimentSchema } from '../reference/experiment-schema.ts'
import { errorPage } from '../reference/error-page.ts'
import { platformApiPage } from '../reference/platform-api-page.ts'
import { protocolPage } from '../reference/protocol-page.ts'
import { twelveFactorsPage } from '../reference/twelve-factors-page.ts'

test('the reference of errors is fresh', async () => {
  await expect(errorPage()).toMatchFileSnapshot('../../docs/reference/errors.md')
})

test('the reference of the protocol is fresh', async () => {
  await expect(protocolPage()).toMatchFileSnapshot('../../docs/reference/protocol.md')
})

test('the schema of experiment files is fresh', async () => {
  await expect(experimentSchema()).toMatchFileSnapshot('../../resources/experiments/experiment.schema.json')
})

test('FA9 the page of the twelve factors is fresh', async () => {
  await expect(twelveFactorsPage()).toMatchFileSnapshot('../../docs/twelve-factors.md')
})

test('the page of the Platform API is fresh', async () => {
  await expect(platformApiPage()).toMatchFileSnapshot('../../docs/reference/platform-api.md')
})
