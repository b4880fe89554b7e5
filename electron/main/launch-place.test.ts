import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { placeOfLink, placeOfWords } from './launch-place'

const home = resolve('/home/ada')
const around = { workingDir: home, appDir: resolve('/opt/app'), isFolder: (path: string) => path === join(home, 'shop') }

test('a link leads to an app, to one of its views, or to the doctor', () => {
  expect(placeOfLink('dynarium://app/calm-otter')).toEqual({ kind: 'app', name: 'calm-otter', view: null })
  expect(placeOfLink('dynarium://app/calm-otter/logs')).toEqual({ kind: 'app', name: 'calm-otter', view: 'logs' })
  expect(placeOfLink('dynarium://app/calm-otter/')).toEqual({ kind: 'app', name: 'calm-otter', view: null })
  expect(placeOfLink('dynarium://doctor')).toEqual({ kind: 'doctor' })
})

test.each([
  'dynarium://app/Calm', 'dynarium://app/../etc', 'dynarium://app/a%2fb', 'dynarium://app/calm-otter/logs/more', 'dynarium://app/calm-otter?destroy=1',
  'dynarium://app/calm-otter#x', 'dynarium://app/calm-otter/LOGS', 'dynarium://apps:destroy/calm-otter', 'dynarium:doctor', 'dynarium://',
])('%s means nothing, and is told as it was', (link) => {
  expect(placeOfLink(link)).toEqual({ kind: 'unknown', text: link })
})

test('what is told of a strange link is bounded and shows no hidden characters', () => {
  expect(placeOfLink(`dynarium://a\u202eb\n${'x'.repeat(500)}`)).toEqual({ kind: 'unknown', text: `dynarium://a?b?${'x'.repeat(185)}` })
})

test('a link or a folder is found among options, their values and the app itself', () => {
  const words = ['--no-sandbox', '/opt/app', '--data-dir', 'shop', '--port=7070', '--router-port', '7080']
  expect(placeOfWords(words, around)).toBeNull()
  expect(placeOfWords([...words, 'dynarium://doctor'], around)).toEqual({ kind: 'doctor' })
  expect(placeOfWords([...words, 'shop'], around)).toEqual({ kind: 'folder', path: join(home, 'shop') })
})

test('a word that is neither is told', () => {
  expect(placeOfWords(['shpo'], around)).toEqual({ kind: 'unknown', text: 'shpo' })
})
