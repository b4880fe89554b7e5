import { expect, it } from 'vitest'
import { endInTurn } from './end-in-turn.ts'

it('takes every step in order, waits for each, and rejects with the first trouble at the end', async () => {
  const taken: string[] = []
  const step = (name: string, trouble?: string) => async () => {
    await Promise.resolve()
    taken.push(name)
    if (trouble !== undefined) throw new Error(trouble)
  }
  await expect(endInTurn([step('a'), step('b', 'first'), step('c', 'second'), step('d')])).rejects.toThrow('first')
  expect(taken).toEqual(['a', 'b', 'c', 'd'])
  await endInTurn([])
})
