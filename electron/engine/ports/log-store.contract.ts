// What every LogStore promises. Run by each implementation's test.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logHistoryLines, type LogDraft } from '../../../shared/domain/log.ts'
import type { LogStore } from './log-store.ts'

export function logDraft(text: string, appId = 'app-1', ps = 'web.1'): LogDraft {
  return { appId, at: 1_767_225_600_000, source: ps === 'router' ? 'heroku' : 'app', ps, text }
}

const texts = (store: LogStore, appId: string, limit: number, filter = {}): string[] => store.tail(appId, limit, filter).map((line) => line.text)

/** `make` gives an empty store. */
export function logStoreContract(name: string, make: () => LogStore): void {
  describe(`LogStore: ${name}`, () => {
    let store: LogStore
    beforeEach(() => {
      store = make()
    })
    afterEach(() => store.close())

    it('numbers the lines of each app on their own, from 1', () => {
      const lines = store.append([logDraft('a'), logDraft('b', 'app-2'), logDraft('c')])
      expect(lines.map((line) => line.id)).toEqual([1, 1, 2])
      expect(lines[0]).toEqual({ id: 1, at: 1_767_225_600_000, source: 'app', ps: 'web.1', text: 'a' })
      expect(store.append([logDraft('d')])[0]?.id).toBe(3)
    })

    it('tails the newest lines, oldest first', () => {
      store.append(['a', 'b', 'c', 'd'].map((text) => logDraft(text)))
      expect(texts(store, 'app-1', 2)).toEqual(['c', 'd'])
      expect(texts(store, 'app-1', 0)).toEqual([])
      expect(texts(store, 'nobody', 10)).toEqual([])
    })

    it('filters by source, dyno and process type', () => {
      store.append([logDraft('one'), logDraft('two', 'app-1', 'web.2'), logDraft('job', 'app-1', 'worker.1'), logDraft('GET /', 'app-1', 'router')])
      expect(texts(store, 'app-1', 10, { ps: 'web' })).toEqual(['one', 'two'])
      expect(texts(store, 'app-1', 10, { ps: 'web.2' })).toEqual(['two'])
      expect(texts(store, 'app-1', 10, { source: 'heroku' })).toEqual(['GET /'])
      expect(texts(store, 'app-1', 1, { source: 'app' })).toEqual(['job'])
    })

    it(`keeps ${logHistoryLines} lines for readers`, () => {
      store.append(Array.from({ length: logHistoryLines + 20 }, (_, index) => logDraft(`line ${index}`)))
      const kept = texts(store, 'app-1', 5000)
      expect(kept).toHaveLength(logHistoryLines)
      expect(kept[0]).toBe('line 20')
    })

    it('forgets an app and leaves the others', () => {
      store.append([logDraft('a'), logDraft('b', 'app-2')])
      store.forgetApp('app-1')
      expect(texts(store, 'app-1', 10)).toEqual([])
      expect(texts(store, 'app-2', 10)).toEqual(['b'])
    })

    it('forgets the texts of an app with it', () => {
      for (const id of ['app-1.build-1', 'app-12.build-2']) store.appendText(id, id)
      store.forgetApp('app-1')
      expect(store.readText('app-1.build-1')).toBe('')
      expect(store.readText('app-12.build-2')).toBe('app-12.build-2')
    })

    it('keeps texts, piece after piece', () => {
      store.appendText('build-1', '-----> Node.js app detected\n')
      store.appendText('build-2', 'other')
      store.appendText('build-1', '       é done\n')
      expect(store.readText('build-1')).toBe('-----> Node.js app detected\n       é done\n')
      expect(store.readText('never-written')).toBe('')
    })
  })
}
