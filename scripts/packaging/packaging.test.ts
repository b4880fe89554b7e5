import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../setup/paths.mjs'
import { icnsOf, icoOf } from './icon-files.mjs'
import { licencesText, shippedPackages } from './licences.mjs'
import { unpackedApp } from './unpacked.mjs'

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const images = sizes.map((size) => ({ size, png: Buffer.from(`png of ${size}`) }))
const icons = join(root as string, 'resources', 'icons')

describe('icons', () => {
  test('an .ico lists its pictures by size, and each is where its entry says', () => {
    const ico: Buffer = icoOf(images.slice(0, 7))
    expect(ico.readUInt16LE(2)).toBe(1)
    for (const [index, { size, png }] of images.slice(0, 7).entries()) {
      const entry = 6 + 16 * index
      expect(ico[entry]).toBe(size % 256)
      const [length, offset] = [ico.readUInt32LE(entry + 8), ico.readUInt32LE(entry + 12)]
      expect(ico.subarray(offset, offset + length)).toEqual(png)
    }
  })

  test('an .icns is as long as it says, and so is each of its parts', () => {
    const icns: Buffer = icnsOf(images)
    expect(icns.toString('latin1', 0, 4)).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    const types: string[] = []
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) types.push(icns.toString('latin1', at, at + 4))
    expect(types).toContain('ic10')
    expect(new Set(types).size).toBe(types.length)
  })

  test('the pictures in the repository are PNGs of the size in their name', () => {
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
      const png = readFileSync(join(icons, 'linux', `${size}x${size}.png`))
      expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', size, size])
    }
    for (const name of ['icon.ico', 'icon.icns', 'tray.png', 'trayTemplate.png']) expect(existsSync(join(icons, name)), name).toBe(true)
  })
})

describe('licences', () => {
  const packages: readonly { name: string; licence: string }[] = shippedPackages()

  test('what the window, the engine and the fonts are made with is listed; what only tests use is not', () => {
    const names = packages.map(({ name }) => name)
    for (const name of ['react', 'react-dom', 'scheduler', 'zod', 'ws', '@photostructure/sqlite', '@fontsource-variable/inter']) expect(names).toContain(name)
    for (const name of ['vitest', '@playwright/test', 'happy-dom', 'electron', 'fast-check']) expect(names).not.toContain(name)
  })

  test('nothing is passed on under a licence that asks for more than its notice', () => {
    const kind = /^(MIT|MIT-0|Public Domain|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|OFL-1\.1|Unlicense|CC0-1\.0)$/
    expect(packages.filter(({ licence }) => !kind.test(licence))).toEqual([])
    expect(licencesText()).toContain('Dynarium')
  })
})

test('each system has its place for the unpacked app', () => {
  expect(unpackedApp('linux', 'x64').folder).toMatch(/linux-unpacked$/)
  expect(unpackedApp('darwin', 'arm64').folder).toMatch(/mac-arm64$/)
  expect(unpackedApp('win32', 'x64').program).toBe('Dynarium.exe')
})
