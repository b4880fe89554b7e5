import { expect, test } from 'vitest'
import { hostsFile, hostsLine, leadsHere } from './hosts-line.ts'

test('only names that need it and that it can help are in the line', () => {
  expect(hostsLine(['www.example.test', 'shop.localhost', '*.example.test', 'api.example.test'])).toBe('127.0.0.1 www.example.test api.example.test')
  expect(hostsLine(['shop.localhost', '*.example.test'])).toBeNull()
  expect([leadsHere('shop.localhost'), leadsHere('localhost.example.test')]).toEqual([true, false])
})

test('each system keeps the file elsewhere', () => {
  expect([hostsFile('win32'), hostsFile('darwin'), hostsFile('linux')]).toEqual(['C:\\Windows\\System32\\drivers\\etc\\hosts', '/etc/hosts', '/etc/hosts'])
})
