import { expect, it } from 'vitest'
import { byteSize, money, slugSize } from './amounts.ts'
import { duration, isoTime } from './time.ts'

it.each([[0, '0 B'], [1023, '1023 B'], [1024, '1 KB'], [1536, '1.5 KB'], [512 * 2 ** 20, '512 MB'], [2.5 * 2 ** 30, '2.5 GB'], [300 * 2 ** 20 + 1, '300 MB']])('%d bytes is %s', (bytes, text) => {
  expect(byteSize(bytes)).toBe(text)
})

it.each([[1, '1K'], [4200, '4K'], [43_700_000, '41.7M'], [524_288_000, '500M']])('a slug of %d bytes is %s, as git push prints it', (bytes, text) => {
  expect(slugSize(bytes)).toBe(text)
})

it.each([[0, '$0.00'], [25_000_000, '$25.00'], [13_200, '$0.0132'], [-50_000_000, '-$50.00'], [99_999, '$0.1000'], [1000, '$0.0010'], [40, '$0.000040'], [999_990_000, '$999.99'], [1_500_000_000, '$1,500.00'], [-2_550_000_000, '-$2,550.00'], [1_234_567_890_000, '$1,234,567.89']])('%d micro-dollars is %s', (micros, text) => {
  expect(money(micros)).toBe(text)
})

it('another currency has its own sign, or its letters', () => {
  expect([money(25_000_000, 'EUR'), money(25_000_000, 'CHF'), money(-25_000_000, 'NOK')]).toEqual(['€25.00', 'CHF 25.00', '-NOK 25.00'])
})

it.each([[0, '0 ms'], [999, '999 ms'], [4200, '4.2 s'], [59_400, '59 s'], [200_000, '3 m 20 s'], [7_500_000, '2 h 5 m'], [273_600_000, '3 d 4 h']])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

it('times are written as in a Heroku log line', () => {
  expect(isoTime(1_767_225_600_123)).toBe('2026-01-01T00:00:00.123000+00:00')
})
