// For tests: header lines as text, damage to it, and places to cut it at.

import fc from 'fast-check'

export type Line = { readonly name: string; readonly value: string }

/** One character is one byte. */
export const latin = (text: string): Buffer => Buffer.from(text, 'latin1')

export const isNameByte = (character: string): boolean => /[A-Za-z0-9!#$%&'*+\-.^_`|~]/.test(character)
export const isValueByte = (character: string): boolean => /[\t\x20-\x7e\x80-\xff]/.test(character)

const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
const from = (characters: readonly string[], maxLength: number): fc.Arbitrary<string> => fc.array(fc.constantFrom(...characters), { maxLength }).map((list) => list.join(''))

export const valueText = (maxLength: number): fc.Arbitrary<string> => from(bytes.filter(isValueByte), maxLength)

/** `names`, in any case, among others. */
export function line(names: readonly string[]): fc.Arbitrary<Line> {
  const other = from(bytes.filter(isNameByte), 12).map((name) => name || 'x')
  const told = fc.tuple(fc.constantFrom(...names), fc.nat()).map(([name, capitals]) => [...name].map((letter, at) => ((capitals >> at) & 1 ? letter.toUpperCase() : letter)).join(''))
  return fc.record({ name: fc.oneof(told, other), value: fc.oneof(valueText(20), fc.constantFrom('', ' ', ' v', '\t v w \t')) })
}

export const head = (lines: readonly Line[]): string => `${lines.map(({ name, value }) => `${name}:${value}\r\n`).join('')}\r\n`

const nasty = fc.constantFrom('\r', '\n', '\r\n', ' ', '\t', ':', ';', '\0', '0', 'a', '\x7f', '\x80')

/** A few bytes put in, taken out or changed. */
export function damaged(whole: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const damage = fc.record({ at: fc.nat(), out: fc.nat(2), put: fc.oneof(nasty, fc.constant('')) })
  return fc.tuple(whole, fc.array(damage, { maxLength: 3 })).map(([text, list]) =>
    list.reduce((now, { at, out, put }) => {
      const place = at % (now.length + 1)
      return now.slice(0, place) + put + now.slice(place + out)
    }, text))
}

/** Some anywhere, or one after each byte. */
export const cutsIn = (length: number): fc.Arbitrary<readonly number[]> =>
  fc.oneof({ weight: 5, arbitrary: fc.array(fc.nat(length), { maxLength: 8 }) }, { weight: 1, arbitrary: fc.constant(Array.from({ length }, (_, at) => at)) })

export function partsOf(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set([...cuts, text.length])].filter((cut) => cut <= text.length).sort((one, other) => one - other)
  return places.map((place, index) => text.slice(places[index - 1] ?? 0, place))
}
