// Strings as rows of bits.

import type { Reply } from '../resp/reply.ts'
import { noteChange, putKey } from '../store/store.ts'
import { CommandError, find, integer, rangeOf, read, syntaxError, type Call, type CommandTable } from './command.ts'

/** Eight megabytes of them. */
const mostBits = 64 * 1024 * 1024

export const bitCommands: CommandTable = {
  SETBIT: { arity: 4, writes: true, grows: true, run: setBit },
  GETBIT: { arity: 3, run: ([, key = '', at], call) => {
    const bit = offset(at)
    const byte = (read(call, key, 'string')?.value.text ?? '').charCodeAt(bit >> 3)
    return Number.isNaN(byte) ? 0 : (byte >> (7 - (bit & 7))) & 1
  } },
  BITCOUNT: { arity: -2, run: countBits },
}

function offset(text: string | undefined): number {
  const trouble = new CommandError('ERR bit offset is not an integer or out of range')
  if (text === undefined || !/^\d{1,10}$/.test(text) || Number(text) >= mostBits) throw trouble
  return Number(text)
}

function setBit([, key = '', at, to]: string[], call: Call): Reply {
  const bit = offset(at)
  if (to !== '0' && to !== '1') throw new CommandError('ERR bit is not an integer or out of range')
  const entry = find(call, key, 'string')
  const bytes = Buffer.from((entry?.value.text ?? '').padEnd((bit >> 3) + 1, '\0'), 'latin1')
  const mask = 1 << (7 - (bit & 7))
  const before = bytes[bit >> 3] ?? 0
  bytes[bit >> 3] = to === '1' ? before | mask : before & ~mask
  const text = bytes.toString('latin1')
  if (entry === undefined) putKey(call.store, call.database, key, { kind: 'string', text }, null)
  else {
    entry.value.text = text
    noteChange(call.store, call.database, key, entry)
  }
  return (before & mask) === 0 ? 0 : 1
}

function countBits([, key = '', from, to, unit]: string[], call: Call): Reply {
  const isBits = unit?.toUpperCase() === 'BIT'
  if ((from !== undefined && to === undefined) || (unit !== undefined && !isBits && unit.toUpperCase() !== 'BYTE')) throw syntaxError()
  const text = read(call, key, 'string')?.value.text ?? ''
  const length = isBits ? text.length * 8 : text.length
  const range = rangeOf(from === undefined ? 0 : integer(from), to === undefined ? -1 : integer(to), length)
  if (range === null) return 0
  const [first, last] = isBits ? [range.from, range.to] : [range.from * 8, range.to * 8 + 7]
  let ones = 0
  for (let bit = first; bit <= last; bit += 1) ones += (text.charCodeAt(bit >> 3) >> (7 - (bit & 7))) & 1
  return ones
}
