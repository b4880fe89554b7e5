import { expect, type Page } from '@playwright/test'
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

const allPictures = resolve(import.meta.dirname, '../../out/pictures/gallery')

const sizes = [{ width: 1280, height: 720 }, { width: 1920, height: 1080 }] as const
const small = { width: 960, height: 700 } as const
const themes = ['light', 'dark'] as const
/** What is chosen in the preferences beside light and dark: high contrast, a classroom's wall, and large type. */
const looks = [{ name: 'contrast', theme: 'contrast', scale: 100, at: [sizes[0]] }, { name: 'projector', theme: 'projector', scale: 100, at: [sizes[1]] }, { name: 'large', theme: 'light', scale: 150, at: [sizes[0]] }] as const
/** Charts and eases come to rest. */
const restMs = 250
const looksForRest = 20

/** Pictures of every view in both sizes and both themes, and a look at what a picture can not show: that nothing sticks out. */
export type Gallery = {
  /** `name` is the file's beginning: the state, then the view. */
  picture(page: Page, name: string): Promise<void>
  /** In light and dark, in a window of 960 pixels. */
  pictureAt960(page: Page, name: string): Promise<void>
  /** As `picture`, and in high contrast, on a projector and with large type as well. */
  pictureInEveryLook(page: Page, name: string): Promise<void>
  /** What sticks out anywhere, so far. */
  readonly faults: readonly string[]
}

/** `name`: the folder of its pictures, emptied first. */
export function openGallery(name: string): Gallery {
  const folder = join(allPictures, name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })

  const faults: string[] = []

  const picture = (page: Page, name: string): Promise<void> => pictureIn(page, name, sizes)

  async function pictureAt960(page: Page, name: string): Promise<void> {
    await pictureIn(page, name, [small])
    await page.setViewportSize(sizes[0])
  }

  async function pictureIn(page: Page, name: string, sizes: readonly { readonly width: number; readonly height: number }[]): Promise<void> {
    for (const size of sizes) {
      await page.setViewportSize(size)
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme })
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
        await page.waitForTimeout(restMs)
        await page.screenshot({ path: join(folder, `${name}-${size.width}-${theme}.png`) })
      }
      faults.push(...(await sticksOutAtRest(page)).map((fault) => `${name} at ${size.width} pixels: ${fault}`))
    }
  }

  async function pictureInEveryLook(page: Page, name: string): Promise<void> {
    await picture(page, name)
    for (const { name: look, theme, scale, at } of looks) {
      await choose(page, { theme, scale })
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      for (const size of at) {
        await page.setViewportSize(size)
        await page.waitForTimeout(restMs)
        await page.screenshot({ path: join(folder, `${name}-${size.width}-${look}.png`) })
        faults.push(...(await sticksOutAtRest(page)).map((fault) => `${name} at ${size.width} pixels, ${look}: ${fault}`))
      }
    }
    await choose(page, { theme: 'system', scale: 100 })
    await page.setViewportSize(sizes[0])
  }

  return { picture, pictureAt960, pictureInEveryLook, faults }
}

/** As if it had been chosen in another window: nothing that is open here is lost. */
async function choose(page: Page, look: { readonly theme: string; readonly scale: number }): Promise<void> {
  await page.evaluate((change) => {
    const key = 'dynarium:ui'
    localStorage.setItem(key, JSON.stringify({ ...(JSON.parse(localStorage.getItem(key) ?? '{}') as object), ...change }))
    window.dispatchEvent(new StorageEvent('storage', { key }))
  }, look)
}

/** What still sticks out when what is drawn late, as on a busy machine, has been drawn. */
export async function sticksOutAtRest(page: Page): Promise<string[]> {
  for (let look = 0; look < looksForRest; look++) {
    if ((await sticksOut(page)).length === 0) return []
    await page.waitForTimeout(restMs)
  }
  return sticksOut(page)
}

/** What is wider than its place: the window itself, or a region of it that does not say it scrolls. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll('html, header, nav, main, aside, footer, main .view, main .panel, aside section, main h1, main h2, button')) {
      const box = element.getBoundingClientRect()
      if (box.width === 0 || element.closest('[aria-hidden="true"], .visually-hidden') !== null) continue
      const style = getComputedStyle(element)
      const mayScroll = /auto|scroll/.test(style.overflowX) || (/hidden|clip/.test(style.overflowX) && style.textOverflow === 'ellipsis')
      if (!mayScroll && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) found.push(`${element.tagName.toLowerCase()}.${element.className} is ${element.scrollWidth - element.clientWidth} px too narrow for its content: ${(element.textContent ?? '').slice(0, 40)}`)
      const isInScroller = element.closest('.view, .terminal, .log-lines, .side, .drawer, .nav, .deploy, .map') !== null
      if (!isInScroller && (box.right > window.innerWidth + 1 || box.bottom > window.innerHeight + 1)) found.push(`${element.tagName.toLowerCase()}.${element.className} leaves the window`)
    }
    return found
  })
}
