import { expect, it } from 'vitest'
import { guessStage, pipelineNamePattern, pipelineStages, stageAfter } from './pipeline.ts'

it.each([
  ['shop-dev', 'development'], ['shop-uat', 'development'], ['shop-tst', 'development'], ['shop-test', 'development'], ['shop-qa', 'development'],
  ['shop-stg', 'staging'], ['shop-staging', 'staging'],
  ['shop-prd', 'production'], ['shop-prod', 'production'], ['shop-production', 'production'], ['shop-admin', 'production'], ['shop-demo', 'production'],
  ['shop', null], ['shopdev', null], ['staging-shop', null],
])('PL2 %s is guessed to be in stage %s', (name, stage) => {
  expect(guessStage(name)).toBe(stage)
})

it('PL4 code goes on from development to staging to production, and from a review app nowhere', () => {
  expect(pipelineStages.map(stageAfter)).toEqual([null, 'staging', 'production', null])
})

it.each([['shop', true], ['sho', true], ['sh', false], ['Shop', false], ['1shop', false], ['shop_x', false], ['a'.repeat(30), true], ['a'.repeat(31), false]])('PL1 %s can be the name of a pipeline: %s', (name, isGood) => {
  expect(pipelineNamePattern.test(name)).toBe(isGood)
})
