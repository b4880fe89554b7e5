import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createInputEnd } from './end-of-input.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const typed: string[] = []
const end = () => {
  typed.length = 0
  return createInputEnd((bytes) => typed.push(bytes.toString('latin1')))
}

it('takes 0x04 for the end when nothing comes after it (RN5)', () => {
  const input = end()
  input.take(Buffer.from('a line\n\u0004'))
  expect(typed).toEqual(['a line\n'])
  vi.advanceTimersByTime(100)
  expect(typed).toEqual(['a line\n', '\u0004'])
})

it('takes it for a byte of a file when more comes (RN5)', () => {
  const input = end()
  input.take(Buffer.from('\u007fELF\u0004'))
  input.take(Buffer.from('more'))
  vi.advanceTimersByTime(100)
  expect(typed.join('')).toBe('\u007fELF\u0004more')
})

it('says nothing once it was cancelled', () => {
  const input = end()
  input.take(Buffer.from('\u0004'))
  input.cancel()
  vi.advanceTimersByTime(100)
  expect(typed).toEqual([])
})
