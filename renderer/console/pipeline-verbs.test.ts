import { describe, expect, it } from 'vitest'
import type { PlatformState } from '../../shared/domain/state.ts'
import { appNamed, teaState, teaWorld, typed } from './console-world.fixture.ts'
import { equalCommand } from './equal-command.ts'

const review = { automatic: false, parentId: null, config: {} }
const shop = { id: 'p1', name: 'shop', owner: 'you@localhost', createdAt: 0, review, couplings: [{ appId: 'id-coffee', stage: 'production', createdAt: 0 }, { appId: 'id-tea', stage: 'staging', createdAt: 0 }] } as const
const target = { appId: 'id-coffee', app: 'coffee', version: 7, status: 'succeeded', message: '' } as const

function world(more: Partial<PlatformState> = {}) {
  return teaWorld({ state: { ...teaState(), pipelines: { p1: shop }, ...more } })
}
const sent = async (line: string): Promise<unknown> => (await typed(line, {}, world())).sent

describe('the verbs of pipelines (PL1)', () => {
  it.each<[string, string, object]>([
    ['pipelines:create shop2 -s staging', 'pipelines:create', { name: 'shop2', app: 'tea', stage: 'staging' }],
    ['pipelines:create -a coffee', 'pipelines:create', { name: 'coffee', app: 'coffee' }],
    ['pipelines:add shop -a coffee --stage production', 'pipelines:add', { pipeline: 'shop', app: 'coffee', stage: 'production' }],
    ['pipelines:add shop', 'pipelines:add', { pipeline: 'shop', app: 'tea' }],
    ['pipelines:update -s development', 'pipelines:update', { app: 'tea', stage: 'development' }],
    ['pipelines:remove', 'pipelines:remove', { app: 'tea' }],
    ['pipelines:rename shop store', 'pipelines:rename', { pipeline: 'shop', name: 'store' }],
    ['pipelines:destroy shop', 'pipelines:destroy', { pipeline: 'shop' }],
    ['pipelines:promote', 'pipelines:promote', { app: 'tea' }],
    ['pipelines:promote --to coffee,other', 'pipelines:promote', { app: 'tea', to: ['coffee', 'other'] }],
    ['reviewapps:create -b new-tea', 'reviewapps:create', { pipeline: 'shop', branch: 'new-tea' }],
    ['reviewapps:create -b new-tea -p shop -a coffee', 'reviewapps:create', { pipeline: 'shop', branch: 'new-tea', app: 'coffee' }],
    ['reviewapps:destroy -a coffee', 'reviewapps:destroy', { app: 'coffee' }],
    ['reviewapps:enable --autodeploy', 'reviewapps:enable', { pipeline: 'shop', automatic: true }],
    ['reviewapps:enable -a tea --no-autodeploy', 'reviewapps:enable', { pipeline: 'shop', automatic: false, app: 'tea' }],
    ['reviewapps:disable', 'reviewapps:disable', { pipeline: 'shop' }],
    ['reviewapps:config:set A=b C- D=', 'reviewapps:config:set', { pipeline: 'shop', vars: { A: 'b', C: null, D: '' } }],
  ])('%s', async (line, name, input) => {
    expect(await sent(line)).toEqual([{ name, input }])
  })

  it.each([
    ['pipelines:update', 'Missing required flag: stage'], ['pipelines:update -s live', 'live is not a stage.'], ['pipelines:add none', "Couldn't find that pipeline: none."],
    ['pipelines:rename shop', 'Missing the new name.'], ['reviewapps:create', 'Missing required flag: branch'], ['reviewapps:config:set A', 'A is invalid.'], ['reviewapps:enable', 'Nothing to change.'],
  ])('"%s" is refused with what to try', async (line, message) => {
    expect((await typed(line, {}, world())).lines[0]).toContain(message)
  })

  it('lists pipelines, and the apps of one by stage', async () => {
    expect((await typed('pipelines', {}, world())).lines).toEqual(['=== My Pipelines', '', 'shop'])
    expect((await typed('pipelines:info shop', {}, world())).lines).toEqual(['=== shop', '', 'owner: you@localhost', '', 'app name  stage', 'tea       staging', 'coffee    production'])
    expect((await typed('pipelines')).lines[0]).toBe('You have no pipelines.')
  })

  it('says of a promotion how each target stands', async () => {
    const promotion = (more: object) => ({ m: { id: 'm', pipelineId: 'p1', sourceId: 'id-tea', source: 'tea', version: 3, slugId: 's', by: 'you', startedAt: 0, targets: [{ ...target, ...more }] } })
    const lines = async (more: object) => (await typed('pipelines:promote', { promotionId: 'm' }, world({ promotions: promotion(more) }))).lines
    expect(await lines({})).toEqual(['', 'coffee: succeeded v7'])
    expect(await lines({ status: 'failed', message: 'release command ended with status 1' })).toEqual(['', 'coffee: failed v7, release command ended with status 1'])
    expect(await lines({ status: 'pending' })).toEqual(['', 'coffee: pending v7', 'Its release command is running. How it ends: releases -a coffee'])
  })

  it('shows what would ship as a table of commits', async () => {
    const config = { same: [], different: ['A'], missing: [], extra: [] }
    const lines = async (code: object) => (await typed('pipelines:diff', { targets: [{ app: 'coffee', code, config }] }, world())).lines
    const commit = { id: 'abcdef0123', at: 0, author: 'Ada', subject: 'Sell tea' }
    expect(await lines({ kind: 'related', ahead: [commit], aheadCount: 1, behind: [], behindCount: 2 })).toEqual([
      '=== tea is ahead of coffee by 1 commit', '', 'SHA      Date              Author  Message', 'abcdef0  1970-01-01 00:00  Ada     Sell tea',
      'coffee has 2 commits that tea has not: promoting takes them back.', '', 'Config vars do not ship: 1 of tea is different or missing on coffee.',
    ])
    expect((await lines({ kind: 'same' }))[0]).toBe('tea is up to date with coffee')
    expect((await lines({ kind: 'unrelated' }))[0]).toContain('their histories have no commit in common')
  })

  it('a click is shown as the command that equals it, without values', () => {
    expect(equalCommand('pipelines:promote', { app: 'tea', to: ['coffee'] })).toBe('heroku pipelines:promote --to coffee -a tea')
    expect(equalCommand('reviewapps:config:set', { pipeline: 'shop', vars: { KEY: 'secret', OLD: null } })).toBe('heroku reviewapps:config:set KEY=… OLD- -p shop')
    expect(equalCommand('pipelines:add', { pipeline: 'shop', app: appNamed('x').name, stage: 'staging' })).toBe('heroku pipelines:add shop -s staging -a x')
  })
})
