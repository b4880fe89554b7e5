import { expect, test } from 'vitest'
import { orderApps, type AppLine } from './app-order.ts'

const line = (name: string, mark: AppLine['summary']['mark'], updatedAt: number, priceMicros: number): AppLine => ({ id: name, name, summary: { mark, word: mark }, updatedAt, priceMicros })
const lines = [line('tea', 'up', 3, 50), line('coffee', 'crashed', 1, 25), line('milk', 'down', 2, 0), line('cake', 'up', 3, 50)]
const names = (order: Parameters<typeof orderApps>[1], search = ''): readonly string[] => orderApps(lines, order, search).map(({ name }) => name)

test.each([
  ['name', ['cake', 'coffee', 'milk', 'tea']],
  ['state', ['coffee', 'cake', 'tea', 'milk']],
  ['activity', ['cake', 'tea', 'milk', 'coffee']],
  ['price', ['cake', 'tea', 'coffee', 'milk']],
] as const)('by %s; equal ones by name', (order, expected) => {
  expect(names(order)).toEqual(expected)
})

test('a search keeps those whose names have it', () => {
  expect(names('name', ' EE')).toEqual(['coffee'])
  expect(names('name', 'zz')).toEqual([])
})
