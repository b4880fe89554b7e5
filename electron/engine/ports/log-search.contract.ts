// What every LogSearch must do: the same bodies run against the thread and the one in memory.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeptLine, LogSearch, WatchNews } from './log-search.ts'

export const keptLine = (text: string, ps = 'web.1', at = 1_767_225_600_000): KeptLine => ({ at, source: ps === 'router' ? 'heroku' : 'app', ps, text })

export function logSearchContract(name: string, make: () => LogSearch): void {
  describe(`LogSearch contract: ${name}`, () => {
    let search: LogSearch
    let news: WatchNews[]
    beforeEach(() => {
      news = []
      search = make()
      search.connect({ watched: (more) => news.push(...more) })
      search.open({ id: 'a', sender: 'calm-sea', archiveDays: 7, bytesPerDay: null })
      search.open({ id: 'b', sender: 'other', archiveDays: 7, bytesPerDay: null })
    })
    afterEach(() => search.stop())

    const texts = async (query: string, more: { before?: number; limit?: number; id?: string } = {}): Promise<string[]> =>
      (await search.search(more.id ?? 'a', { query, limit: more.limit ?? 100, before: more.before })).lines.map(({ text }) => text)
    const until = async (holds: () => boolean): Promise<void> => {
      for (const end = performance.now() + 20_000; !holds(); ) {
        if (performance.now() > end) throw new Error(`not within 20 s: ${holds.toString()} ${JSON.stringify(news)}`)
        await new Promise((soon) => setTimeout(soon, 5))
      }
    }

    it('finds by words, fields and levels, oldest first, and counts (LS2)', async () => {
      search.take('a', [keptLine('Hello World'), keptLine('at=error code=H12', 'router'), keptLine('hello again', 'web.2')])
      search.take('b', [keptLine('hello from elsewhere')])
      expect(await texts('hello')).toEqual(['Hello World', 'hello again'])
      expect(await texts('program:router')).toEqual(['at=error code=H12'])
      expect(await texts('hello -world program:(web.1 web.2)')).toEqual(['hello again'])
      expect(await texts('calm-sea')).toHaveLength(3)
      expect(await texts('facility:local3')).toEqual(['at=error code=H12'])
      expect(await texts('hello', { id: 'b' })).toEqual(['hello from elsewhere'])
      expect(await search.search('a', { query: 'hello', limit: 1 })).toMatchObject({ matched: 2, searched: 3, lines: [{ id: 3, text: 'hello again', source: 'app', ps: 'web.2' }] })
    })

    it('goes back page by page', async () => {
      search.take('a', Array.from({ length: 5000 }, (_, index) => keptLine(index % 2 === 0 ? `even ${index}` : `odd ${index}`)))
      let before: number | undefined
      const seen: string[] = []
      for (;;) {
        const { lines } = await search.search('a', { query: 'odd', limit: 300, before })
        if (lines.length === 0) break
        seen.unshift(...lines.map(({ text }) => text))
        before = lines[0]?.id
      }
      expect(seen).toEqual(Array.from({ length: 2500 }, (_, index) => `odd ${index * 2 + 1}`))
    })

    it('finds nothing by a query that can not be read, in a log that is not there, or with no room', async () => {
      search.take('a', [keptLine('x')])
      expect(await texts('"x')).toEqual([])
      expect(await texts('x', { id: 'nobody' })).toEqual([])
      expect(await search.search('a', { query: 'x', limit: 0 })).toMatchObject({ matched: 1, lines: [] })
    })

    it('finds nothing that is older than asked for, and drops what is over the volume of a day, by UTC (LS10)', async () => {
      const noon = 1_767_268_800_000
      const day = 86_400_000
      search.take('a', Array.from({ length: 3000 }, (_, index) => keptLine(`line ${index}`, 'web.1', noon + index)))
      expect(await search.search('a', { query: 'line', limit: 1, since: noon + 1500 })).toMatchObject({ matched: 1500, searched: 1500, oldestAt: noon + 1500 })
      expect(await search.search('a', { query: 'line', limit: 1, since: noon + 1500, before: 1601 })).toMatchObject({ matched: 100, searched: 100, lines: [{ text: 'line 1599' }] })
      expect(await search.search('a', { query: 'line', limit: 1, since: noon + day })).toMatchObject({ matched: 0, searched: 0, oldestAt: null })
      search.open({ id: 'c', sender: 'small', archiveDays: 7, bytesPerDay: 12 })
      search.watch('c', { watchId: 'c', query: 'message:bb' })
      search.take('c', [keptLine('0123456789', 'web.1', noon), keptLine('bbb', 'web.1', noon), keptLine('cc', 'web.1', noon), keptLine('d', 'web.1', noon)])
      expect(await texts('', { id: 'c' })).toEqual(['0123456789', 'cc'])
      expect(await search.facts('c')).toMatchObject({ dayBytes: 12, dayLimitBytes: 12, dropped: 2 })
      search.take('c', [keptLine('bb', 'web.1', noon + day)])
      expect(await search.facts('c')).toMatchObject({ dayBytes: 2, dropped: 0 })
      await until(() => news.length > 0)
      expect(news).toMatchObject([{ watchId: 'c', count: 1, lines: [{ text: 'bb' }] }])
    })

    it('tells the lines that come and match, to each watch (LS5)', async () => {
      search.take('a', [keptLine('early error')])
      search.watch('a', { watchId: 'w1', query: 'error' })
      search.watch('a', { watchId: 'w2', query: 'fine' })
      search.watch('b', { watchId: 'w3', query: 'error' })
      search.take('a', [keptLine('an error'), keptLine('fine')])
      await until(() => news.length === 2)
      expect(news.map(({ watchId, count, lines }) => [watchId, count, lines.map(({ text }) => text)])).toEqual([['w1', 1, ['an error']], ['w2', 1, ['fine']]])
      search.unwatch('w1')
      search.watch('a', { watchId: 'w2', query: 'error' })
      search.take('a', [keptLine('error'), keptLine('fine')])
      await until(() => news.length === 3)
      expect(news[2]).toMatchObject({ watchId: 'w2', count: 1 })
    })

    it('counts what it keeps, and forgets a log with all that was in it', async () => {
      search.take('a', [keptLine('x'), keptLine('y')])
      expect(await search.facts('a')).toMatchObject({ lines: 2, missed: 0, trouble: null })
      await search.remove('a')
      expect(await texts('x')).toEqual([])
      search.open({ id: 'a', sender: 'calm-sea', archiveDays: 7, bytesPerDay: null })
      expect(await texts('x')).toEqual([])
    })
  })
}
