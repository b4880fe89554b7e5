import { describe, expect, it } from 'vitest'
import { htmlReport } from './report-html.ts'
import { markdownReport } from './report-markdown.ts'
import { parseRunRecord, type RunRecord } from './run-record.ts'

const evil = '<script>alert(1)</script> | `x` *b* [l](http://x) "q"'
const record: RunRecord = {
  format: 1, runId: 'r', title: 'One dyno dies', about: 'Two are left.\n\nThey take over.', appName: 'shop', text: 'title: One dyno dies\n', by: 'ada', startedAt: 1_767_225_600_000, endedAt: 1_767_225_640_000,
  verdict: 'broke', reason: '"few fail" was out of bounds (12 %).',
  probes: [{ name: 'few fail', words: 'requests that failed, of the last 10 s: at most 1 %', when: 'before, after', unit: '%', bounds: [1] }, { name: 'text', words: 'text of /: fits ^OK', when: 'before', unit: '', bounds: [] }],
  radius: '1 of 3 web dynos of shop.', steps: [{ at: 1_767_225_600_000, phase: 'before', doing: 'looks whether all is steady' }, { at: 1_767_225_612_000, phase: 'method', doing: 'puts the fault dyno-kill on web.1' }],
  readings: [[1000, 0, 0, 1], [2000, 0, 12, 0], [3000, 0, 0.5, 1], [1000, 1, null, 1, 'fits'], [2000, 1, null, 0, 'does not fit']],
  seconds: [[0, 100, 0], [1000, 88, 12], [2000, 100, 0]], unreported: 0,
  faults: [{ leaseId: 'l', title: 'Kill a dyno', target: 'web.1', dynoIds: ['d'], startedAt: 1_767_225_612_000, endedAt: 1_767_225_612_000, changed: ['web.1 was sent SIGKILL.'], restored: [], residue: [] }],
  failures: [{ kind: 'fault', cause: 'The fault "Kill a dyno" began, and this request met it.', code: 'H13', count: 9, requestId: 'q1' }, { kind: 'unknown', cause: 'What caused it is not known.', code: 'H99', count: 3, requestId: 'q2' }],
  undo: [], undone: ['web was scaled back to 1.'],
}

describe.each([['Markdown', markdownReport], ['HTML', htmlReport]] as const)('the report as %s (XP14)', (name, report) => {
  const text = report(record)
  const plainText = text.replace(/\\/g, '').replace(/&quot;/g, '"')

  it('tells what was asked, done and seen, the verdict and how to run it again', () => {
    for (const part of ['One dyno dies', 'It broke', '"few fail" was out of bounds (12 %).', 'shop', 'ada', '1 of 3 web dynos of shop.', 'What we asked', 'at most 1 %', 'What we did', '+12 s', 'puts the fault dyno-kill on web.1', 'What we saw', '0 to 12 %', 'does not fit', 'Left over: nothing', 'web was scaled back to 1.', 'How to run it again', 'title: One dyno dies']) {
      expect(plainText.toLowerCase()).toContain(part.toLowerCase())
    }
  })

  it('counts what failed by its cause, the unknown as well', () => {
    expect(plainText).toContain('300 requests: 288 answered well, 12 failed (4.00 %).')
    for (const part of ['a fault of this run', 'not known', 'H13', 'H99', 'The fault "Kill a dyno" began, and this request met it.', 'q1', 'q2']) expect(plainText).toContain(part)
  })

  it('takes no text for markup', () => {
    const hostile = report({ ...record, title: evil, about: evil, reason: evil, by: evil, radius: evil, probes: [{ name: evil, words: evil, when: evil, unit: '', bounds: [] }], failures: [{ kind: 'app', cause: evil, code: evil, count: 1, requestId: evil }], undone: [evil], faults: record.faults.map((fault) => ({ ...fault, title: evil, changed: [evil] })) })
    if (name === 'HTML') expect(hostile).not.toMatch(/<script|<b>/)
    else expect(hostile.replace(/```[^]*```/, '')).not.toMatch(/(?<!\\)<script|(?<!\\)`x|(?<!\\)\[l\]/)
  })
})

describe('the page (XP14)', () => {
  it('needs nothing else and runs nothing', () => {
    const html = htmlReport(record)
    expect(html).not.toMatch(/<script|src=|href=|url\(|@import/)
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(html).toContain('prefers-color-scheme:dark')
  })

  it('draws requests and probes with the time of faults shaded, bounds and what was out of them', () => {
    const html = htmlReport(record)
    expect(html.match(/<svg /g)).toHaveLength(2)
    expect(html.match(/class="fault"/g)).toHaveLength(2)
    expect(html.match(/class="bound"/g)).toHaveLength(1)
    expect(html.match(/class="out"/g)).toHaveLength(1)
    expect(html).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('is right without requests, readings, faults and verdict', () => {
    const html = htmlReport({ ...record, readings: [], seconds: [], faults: [], failures: [], verdict: null, reason: null, endedAt: null })
    expect(html).toContain('No requests came.')
    expect(html).not.toMatch(/NaN|Infinity|undefined|<svg/)
  })
})

describe('the record of a run', () => {
  it('comes back as it was, and a broken one is none', () => {
    const text = JSON.stringify(record)
    expect(parseRunRecord(text)).toEqual(record)
    expect(parseRunRecord(text.slice(0, 200))).toBeNull()
    expect(parseRunRecord('{"format":2}')).toBeNull()
  })
})
