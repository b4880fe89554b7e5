import { describe, expect, test } from 'vitest'
import { emptyState } from '../../shared/domain/state.ts'
import { exampleEvent, exampleTypes } from './event.fixture.ts'
import { namesFrom } from './names.ts'
import { clause, sentence } from './sentence.ts'
import { causeWords, isDetail, toneOf } from './tone.ts'

const names = namesFrom(emptyState(), [exampleEvent('dyno.created')])
const say = (...given: Parameters<typeof exampleEvent>): string => sentence(exampleEvent(...given), names)

describe('sentence', () => {
  test.each(exampleTypes)('%s is one plain line', (type) => {
    const text = say(type)
    expect(text).toMatch(/^\S.{8,160}$/)
    expect(text).not.toMatch(/undefined|null|\[object|!$/)
    expect(text.split('\n')).toHaveLength(1)
  })

  test.each([
    [say('formation.changed'), 'web was scaled to 3 × standard-1x'],
    [say('config.changed'), 'Config vars changed: A set; B removed'],
    [say('config.changed', { changes: { A: null } }), 'Config vars changed: A removed'],
    [say('push.received'), 'ada pushed abcdef0 to main'],
    [say('push.received', { newCommit: '0'.repeat(40) }), 'ada pushed a deletion to main'],
    [say('push.refused'), 'A push to feature/x was refused: Pushed to feature/x, skipping build.'],
    [say('build.detected'), 'heroku/nodejs said yes, because of package.json'],
    [say('build.detected', { matched: false, file: null, reason: 'no package.json' }), 'heroku/nodejs said no: no package.json'],
    [say('slug.created'), 'A slug of 2 KB was packed, 1 file'],
    [say('restart.requested', { dynos: ['web.1', 'web.2'] }), 'A restart of web.1, web.2 was asked for'],
    [say('dyno.up'), 'web.1 came up after 1.2 s'],
    [say('dyno.erred'), 'web.1 showed R14, memory quota exceeded'],
    [say('dyno.stopping'), 'web.1 was asked to stop for its daily restart'],
    [say('dyno.exited'), 'web.1 ended by SIGTERM'],
    [say('dyno.crashed'), 'web.1 crashed: exited with status 1'],
    [say('dyno.crashed', { signal: 'SIGKILL', exitStatus: 137 }), 'web.1 crashed: ended by SIGKILL'],
    [say('dyno.crashed', { reason: 'boot-timeout' }), 'web.1 crashed: nothing listened on its PORT in time (R10)'],
    [say('buildpacks.changed', { buildpacks: [] }), 'Buildpacks were cleared: the next build detects'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected)
  })

  test.each([
    [clause(exampleEvent('release.succeeded'), names), 'release v7 is current'],
    [clause(exampleEvent('dyno.up'), names), 'web.1 came up after 1.2 s'],
    [clause(exampleEvent('push.received', { by: 'Traffic' }), names), 'Traffic pushed abcdef0 to main'],
  ])('after because: %s', (text, expected) => {
    expect(text).toBe(expected)
  })

  test('a dyno that nobody knows any more is still spoken of', () => {
    expect(sentence(exampleEvent('dyno.up'), namesFrom(emptyState(), []))).toBe('a dyno came up after 1.2 s')
  })

  test('a config value never becomes part of a sentence', () => {
    expect(say('config.changed', { changes: { SECRET: 'hunter2' } })).not.toContain('hunter2')
  })
})

describe('tone', () => {
  test('trouble is bad, and never folded away as a detail', () => {
    const bad = exampleTypes.filter((type) => toneOf(type) === 'bad')
    expect(bad).toEqual(expect.arrayContaining(['dyno.crashed', 'build.failed', 'release.failed', 'push.refused']))
    expect(bad.filter(isDetail)).toEqual([])
  })

  test('a command is told as who ran what', () => {
    expect(causeWords({ kind: 'command', id: 'c', name: 'ps:scale', by: 'ada', text: 'ps:scale web=3' })).toBe('ada ran ps:scale web=3')
  })
})
