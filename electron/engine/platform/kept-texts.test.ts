import { describe, expect, it } from 'vitest'
import { createKeptTexts } from './kept-texts.ts'

function texts() {
  const kept = new Map<string, string>()
  const store = { keepText: (id: string, text: string) => void kept.set(id, (kept.get(id) ?? '') + text), readText: (id: string) => kept.get(id) ?? '' }
  return { kept, texts: createKeptTexts(store) }
}

async function readAll(reader: { next(): Promise<{ readonly text: string } | null> }): Promise<string> {
  let all = ''
  for (let item = await reader.next(); item !== null; item = await reader.next()) all += item.text
  return all
}

describe('the text of a build', () => {
  it('is kept, goes to the pusher, and to readers from the start whenever they come', async () => {
    const { kept, texts: all } = texts()
    let pushed = ''
    const text = all.open('b', (more) => (pushed += more))
    const early = readAll(all.reader('b'))
    text.line('one')
    const late = readAll(all.reader('b'))
    text.line('two')
    text.end()
    const after = readAll(all.reader('b'))
    expect([await early, await late, await after, pushed, kept.get('b')]).toEqual(Array.from({ length: 5 }, () => 'one\ntwo\n'))
  })

  it('what is printed after the end goes nowhere', () => {
    const { kept, texts: all } = texts()
    const text = all.open('b', () => {})
    text.line('one')
    text.end()
    text.line('two')
    expect(kept.get('b')).toBe('one\n')
  })

  it('a slow reader loses nothing of a usual build, and only the oldest of a huge one', async () => {
    const { texts: all } = texts()
    const text = all.open('b', () => {})
    const slow = all.reader('b')
    for (let line = 0; line < 20_000; line++) text.line(`line ${line} of a build that prints a lot`)
    const waiting = readAll(slow)
    text.end()
    expect((await waiting).split('\n').length).toBe(20_001)

    const huge = all.open('h', () => {})
    const behind = all.reader('h')
    for (let piece = 0; piece < 100; piece++) huge.print(`${String(piece).padStart(3, '0')}${'x'.repeat(250_000)}`)
    huge.end()
    const read = await readAll(behind)
    expect(read.length).toBeLessThan(64 * 262_144 + 1)
    expect(read.startsWith('036')).toBe(true)
  })

  it('stop ends all readers', async () => {
    const { texts: all } = texts()
    all.open('b', () => {})
    const reading = readAll(all.reader('b'))
    all.stop()
    expect(await reading).toBe('')
  })
})
