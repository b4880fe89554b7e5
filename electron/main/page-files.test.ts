import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileFor } from './page-files'

const folder = join('/opt', 'dynarium', 'renderer')

test('the root is the page, other paths are files below the folder', () => {
  expect(fileFor('app://dynarium/', folder)).toBe(join(folder, 'index.html'))
  expect(fileFor('app://dynarium/assets/main.js?v=1', folder)).toBe(join(folder, 'assets', 'main.js'))
})

test.each(['app://dynarium/..%2fsecret', 'app://dynarium/%2e%2e%2fa', 'app://dynarium/a%00', 'app://dynarium/%', 'app://other/index.html'])(
  '%s leads nowhere',
  (address) => expect(fileFor(address, folder)).toBeNull(),
)
