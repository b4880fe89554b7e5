import { expect, test } from 'vitest'
import { isOwnPage, mayOpenOutside } from './navigation'

test.each(['http://calm-otter.localhost:7080/', 'http://127.0.0.1:7070/apps', 'http://[::1]:7080/', 'https://12factor.net/config'])(
  '%s may be opened in the browser',
  (address) => expect(mayOpenOutside(address)).toBe(true),
)

test.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://example.com/',
  'http://12factor.net/',
  'http://localhost.example.com/',
  'http://127.0.0.1.example.com/',
  'http://heroku:token@127.0.0.1:7070/a.git',
  'ssh://localhost/',
  'not an address',
])('%s may not', (address) => expect(mayOpenOutside(address)).toBe(false))

test('the window shows its own page only', () => {
  expect(isOwnPage('app://dynarium/index.html#/apps', undefined)).toBe(true)
  expect(isOwnPage('app://elsewhere/index.html', undefined)).toBe(false)
  expect(isOwnPage('http://localhost:5173/', undefined)).toBe(false)
  expect(isOwnPage('http://localhost:5173/x', 'http://localhost:5173')).toBe(true)
  expect(isOwnPage('http://localhost:5174/x', 'http://localhost:5173')).toBe(false)
})
