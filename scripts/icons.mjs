// `npm run icons`: draws every icon of the desktop app from the three drawings in resources/icons, with the browser the tests use.
// The results are kept in the repository, so that nobody needs to run this but who changes a drawing.
import { chromium } from '@playwright/test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { icnsOf, icoOf } from './packaging/icon-files.mjs'
import { explainAndExit } from './setup/failure.mjs'
import { sandboxFlags } from './setup/machine.mjs'
import { root } from './setup/paths.mjs'
import { findChromium } from './test/system-parts.mjs'

const folder = join(root, 'resources', 'icons')
/** Up to this size the drawing with thicker strokes is used, which lies on whole pixels. */
const SMALL_PX = 48
/** macOS wants air around the shape: the shape is 824 of 1024. */
const MAC_MARGIN = 100 / 1024

async function main() {
  const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: sandboxFlags() })
  const page = await browser.newPage()
  const draw = async (svg, size, margin = 0) => {
    const inner = size - 2 * Math.round(size * margin)
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>*{margin:0}body{width:${size}px;height:${size}px;display:grid;place-items:center}svg{width:${inner}px;height:${inner}px}</style>${svg}`)
    return page.screenshot({ omitBackground: true, type: 'png' })
  }
  const drawing = (name) => readFileSync(join(folder, `${name}.svg`), 'utf8')
  const icon = (size, margin) => draw(drawing(size <= SMALL_PX ? 'icon-small' : 'icon'), size, margin)
  const several = async (sizes, margin) => {
    const images = []
    for (const size of sizes) images.push({ size, png: await icon(size, margin) })
    return images
  }
  const save = (name, bytes) => writeFileSync(join(folder, name), bytes)

  mkdirSync(join(folder, 'linux'), { recursive: true })
  for (const { size, png } of await several([16, 24, 32, 48, 64, 128, 256, 512])) save(join('linux', `${size}x${size}.png`), png)
  save('icon.ico', icoOf(await several([16, 24, 32, 48, 64, 256])))
  save('icon.icns', icnsOf(await several([16, 32, 64, 128, 256, 512, 1024], MAC_MARGIN)))
  for (const [ending, size] of [['', 24], ['@2x', 48]]) save(`tray${ending}.png`, await icon(size))
  for (const [ending, size] of [['', 16], ['@2x', 32]]) save(`trayTemplate${ending}.png`, await draw(drawing('tray-template'), size))
  await browser.close()
}

main().catch(explainAndExit)
