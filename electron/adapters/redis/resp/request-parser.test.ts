import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCommand, encodeReply } from './reply.ts'
import { createReplyReader } from './reply-reader.ts'
import { createRequestParser, requestLimits, strangerLimits } from './request-parser.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

function read(chunks: readonly Buffer[], limits = requestLimits): { commands: string[][]; trouble: string | null } {
  const parser = createRequestParser(limits)
  const commands: string[][] = []
  for (const chunk of chunks) {
    const trouble = parser.push(chunk, (words) => commands.push(words))
    if (trouble !== null) return { commands, trouble }
  }
  return { commands, trouble: null }
}

describe('commands as bytes', () => {
  it('are the same however they are cut', () => {
    const word = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array).toString('latin1'))
    fc.assert(fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), fc.array(fc.nat(30), { maxLength: 60 }), (commands, cuts) => {
      let rest = bytes(commands.map(encodeCommand).join(''))
      const chunks: Buffer[] = []
      for (const cut of cuts) {
        chunks.push(rest.subarray(0, cut))
        rest = rest.subarray(cut)
      }
      expect(read([...chunks, rest])).toEqual({ commands, trouble: null })
    }))
  })

  it('may be lines', () => {
    expect(read([bytes('PING\r\n\r\n  SET a  b\nGE'), bytes('T a\r\n')]).commands).toEqual([['PING'], ['SET', 'a', 'b'], ['GET', 'a']])
  })

  it('that break the form are told, never waited for', () => {
    expect(read([bytes('*x\r\n')]).trouble).toBe('ERR Protocol error: invalid multibulk length')
    expect(read([bytes('*2000000\r\n')]).trouble).toBe('ERR Protocol error: invalid multibulk length')
    expect(read([bytes('*1\r\n:3\r\n')]).trouble).toBe("ERR Protocol error: expected '$', got ':'")
    expect(read([bytes('*1\r\n$-5\r\n')]).trouble).toBe('ERR Protocol error: invalid bulk length')
    expect(read([bytes('*1\r\n$99999999999\r\n')]).trouble).toBe('ERR Protocol error: invalid bulk length')
    expect(read([bytes(`*1\r\n$${'1'.repeat(40)}`)]).trouble).toBe('ERR Protocol error: too big bulk count string')
    expect(read([Buffer.alloc(70_000, 'x')]).trouble).toBe('ERR Protocol error: too big inline request')
    expect(read([bytes('*-1\r\n*0\r\nPING\r\n')])).toEqual({ commands: [['PING']], trouble: null })
  })

  it('of who has not said the password are short', () => {
    expect(read([bytes('*11\r\n')], strangerLimits).trouble).toBe('ERR Protocol error: unauthenticated multibulk length')
    expect(read([bytes('*1\r\n$20000\r\n')], strangerLimits).trouble).toBe('ERR Protocol error: unauthenticated bulk length')
  })

  it('do not grow without end: their words together are bounded', () => {
    const limits = { ...requestLimits, commandBytes: 1000 }
    expect(read([bytes(`*3\r\n$600\r\n${'x'.repeat(600)}\r\n$600\r\n`)], limits).trouble).toBe('ERR Protocol error: the command is too long')
  })

  it('never throw, whatever comes', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('*1\r\n', '$3\r\n', '\r\n', '*2\r\n$1\r\na\r\n', '$'))), (texts) => void read(texts.map(bytes))))
  })
})

describe('replies', () => {
  it('are the same however they are cut', () => {
    const text = bytes(encodeReply([{ simple: 'OK' }, 1, null, 'a\r\nb', [['x'], []], { error: 'ERR no' }, { noList: true }], 2) + encodeReply('next', 2))
    const whole = [['OK', 1, null, 'a\r\nb', [['x'], []], { error: 'ERR no' }, null], 'next']
    for (let cut = 0; cut <= text.length; cut += 1) {
      const reader = createReplyReader(1000)
      expect([...reader.push(text.subarray(0, cut)), ...reader.push(text.subarray(cut))]).toEqual(whole)
    }
  })

  it('of version 3 have kinds of their own', () => {
    expect(encodeReply({ map: ['a', 1] }, 3)).toBe('%1\r\n$1\r\na\r\n:1\r\n')
    expect(encodeReply({ map: ['a', 1] }, 2)).toBe('*2\r\n$1\r\na\r\n:1\r\n')
    expect(encodeReply({ double: 1.5 }, 3)).toBe(',1.5\r\n')
    expect(encodeReply({ double: Infinity }, 2)).toBe('$3\r\ninf\r\n')
    expect([encodeReply(null, 3), encodeReply(null, 2), encodeReply({ set: ['a'] }, 3), encodeReply({ push: ['x'] }, 3)]).toEqual(['_\r\n', '$-1\r\n', '~1\r\n$1\r\na\r\n', '>1\r\n$1\r\nx\r\n'])
    expect(encodeReply({ error: 'ERR a\r\nb' }, 2)).toBe('-ERR a  b\r\n')
  })

  it('that are too long, too deep, or no replies are refused', () => {
    expect(() => createReplyReader(10).push(bytes('$100\r\n123456789'))).toThrow('longer than')
    expect(() => createReplyReader(1000).push(bytes('*1\r\n'.repeat(20)))).toThrow('nested too deeply')
    expect(() => createReplyReader(1000).push(bytes('HTTP/1.1 400\r\n'))).toThrow('not Redis')
  })
})
