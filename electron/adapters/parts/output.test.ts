import fc from 'fast-check'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createLinePump } from '../parts/line-pump.ts'
import { createLineSplitter } from '../parts/line-splitter.ts'
import { createPace, paceBytes, paceWindowMs } from '../parts/pace.ts'

function splitAll(chunks: readonly Buffer[], maxBytes = 10_000): string[] {
  const splitter = createLineSplitter(maxBytes)
  const lines = chunks.flatMap((chunk) => splitter.feed(chunk, Infinity).lines)
  const rest = splitter.flush()
  return rest === null ? lines : [...lines, rest]
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = []
  let at = 0
  for (const size of sizes) chunks.push(bytes.subarray(at, (at += size)))
  return [...chunks, bytes.subarray(at)]
}

function pump(linesPerSecond?: number) {
  const batches: { lines: readonly string[]; dropped: number }[] = []
  let at = 0
  const made = createLinePump({ emit: (lines, dropped) => batches.push({ lines, dropped }), now: () => at, ...(linesPerSecond === undefined ? {} : { linesPerSecond }) })
  return { ...made, batches, pass: (ms: number) => void (at += ms) }
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('splitting into lines', () => {
  it('gives the same lines however the bytes arrive', () => {
    const text = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replace(/[\r\n]/g, '')), { maxLength: 20 })
    fc.assert(fc.property(text, fc.array(fc.nat(12), { maxLength: 60 }), (lines, sizes) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
      expect(splitAll(cut(bytes, sizes))).toEqual(lines)
    }))
  })

  it('splits what is longer than the limit between characters and loses no byte', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), fc.array(fc.nat(12), { maxLength: 60 }), (text, sizes) => {
      const line = text.replace(/[\r\n]/g, '.')
      const lines = splitAll(cut(Buffer.from(line), sizes), 16)
      expect(lines.join('')).toBe(Buffer.from(line).toString())
      for (const part of lines) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(16)
    }))
  })

  it('keeps a line of exactly the limit whole', () => {
    expect(splitAll([Buffer.from(`${'x'.repeat(10)}\nabc`)], 10)).toEqual(['x'.repeat(10), 'abc'])
  })

  it('shows bytes that are not UTF-8 as replacement characters', () => {
    expect(splitAll([Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a])])).toEqual(['a\ufffd\ufffdb'])
    expect(splitAll([Buffer.alloc(40, 0x80)], 16).join('')).toBe('\ufffd'.repeat(40))
  })

  it('takes line ends of Windows', () => {
    expect(splitAll([Buffer.from('one\r\ntwo\r')])).toEqual(['one', 'two'])
  })

  it('counts what there is no room for', () => {
    const splitter = createLineSplitter(100)
    expect(splitter.feed(Buffer.from('1\n2\n3\n4'), 2)).toEqual({ lines: ['1', '2'], lost: 1 })
    expect(splitter.flush()).toBe('4')
  })
})

describe('batches of lines', () => {
  it('passes on one batch a turn', async () => {
    const { take, batches } = pump()
    take(Buffer.from('one\ntw'))
    take(Buffer.from('o\nthree\n'))
    expect(batches).toEqual([])
    await turn()
    expect(batches).toEqual([{ lines: ['one', 'two', 'three'], dropped: 0 }])
  })

  it('does not cut a line because its reader was busy (DY31)', async () => {
    const { take, batches } = pump()
    const server = createServer((socket) => socket.on('data', take)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay(true)
    const accepted = once(server, 'connection')
    await once(client, 'connect')
    const [socket] = (await accepted) as [Socket]
    client.write('one\ntw')
    while (batches.length === 0) await turn()
    client.write('o\n')
    for (const end = performance.now() + 400; performance.now() < end;);
    while (batches.length < 2) await turn()
    expect(batches.map(({ lines }) => lines)).toEqual([['one'], ['two']])
    client.destroy()
    socket.destroy()
    server.close()
  })

  it('drops and counts beyond the bound, and takes lines again in the next second', async () => {
    const { take, batches, pass } = pump(2)
    take(Buffer.from('1\n2\n3\n4\n'))
    await turn()
    pass(999)
    take(Buffer.from('5\n'))
    await turn()
    pass(1)
    take(Buffer.from('6\n'))
    await turn()
    expect(batches).toEqual([{ lines: ['1', '2'], dropped: 2 }, { lines: [], dropped: 1 }, { lines: ['6'], dropped: 0 }])
  })

  it('passes on everything at the end', () => {
    const { take, end, batches } = pump()
    take(Buffer.from('one\nlast'))
    end()
    expect(batches).toEqual([{ lines: ['one', 'last'], dropped: 0 }])
  })
})

describe('pace', () => {
  it('lets a chatty program wait until the window ends', async () => {
    const calls: string[] = []
    const pace = createPace({ pause: () => calls.push('pause'), resume: () => calls.push('resume') })
    pace.took(paceBytes)
    expect(calls).toEqual([])
    pace.took(1)
    pace.took(1)
    expect(calls).toEqual(['pause'])
    await new Promise((resolve) => setTimeout(resolve, paceWindowMs + 50))
    expect(calls).toEqual(['pause', 'resume'])
  })

  it('never pauses again once it was released', () => {
    const calls: string[] = []
    const pace = createPace({ pause: () => calls.push('pause'), resume: () => calls.push('resume') })
    pace.took(paceBytes + 1)
    pace.release()
    pace.took(paceBytes * 10)
    expect(calls).toEqual(['pause', 'resume'])
  })
})
