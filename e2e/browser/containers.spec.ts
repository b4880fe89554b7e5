import { expect, type Page } from '@playwright/test'
import { join } from 'node:path'
import { imageWorld } from '../../electron/adapters/docker/tiny-image.fixture.ts'
import { test } from '../support/browser.ts'
import { openGallery } from '../support/gallery.ts'

const engine = process.env['DYNARIUM_DOCKER'] ?? ''
const openPage = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Containers', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Look again', exact: true })).toBeEnabled()
}

test.use({ trace: 'off' })

test.describe('an engine that is not there', () => {
  let before: string | undefined
  test.beforeAll(() => {
    before = process.env['DOCKER_HOST']
    process.env['DOCKER_HOST'] = 'unix:///nowhere/docker.sock'
  })
  test.afterAll(() => {
    if (before === undefined) delete process.env['DOCKER_HOST']
    else process.env['DOCKER_HOST'] = before
  })

  test('is said in words, with the way on', async ({ page, stage, troubles }) => {
    const gallery = openGallery('containers-without')
    await stage.enter(page)
    await openPage(page)
    await expect(page.getByRole('region', { name: 'Engine', exact: true })).toContainText('which DOCKER_HOST names')
    await gallery.pictureInEveryLook(page, 'trouble')
    await page.getByRole('button', { name: 'Continue without Docker', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Containers', exact: true })).not.toHaveAttribute('aria-current', 'page')
    expect(gallery.faults).toEqual([])
    expect(troubles).toEqual([])
  })
})

test.describe('a real engine', () => {
  test.skip(engine === '', 'no engine for tests (DYNARIUM_DOCKER)')
  let before: string | undefined
  test.beforeAll(() => {
    before = process.env['DOCKER_HOST']
    process.env['DOCKER_HOST'] = engine
  })
  test.afterAll(() => {
    if (before === undefined) delete process.env['DOCKER_HOST']
    else process.env['DOCKER_HOST'] = before
  })

  test('an image is exported, removed and imported again on the page', async ({ page, stage, troubles }) => {
    const gallery = openGallery('containers')
    const world = imageWorld(engine)
    try {
      const image = await world.makeImage()
      const short = image.id.slice(7, 19)
      const path = join(world.folder, 'stack.tar')
      await stage.enter(page)
      await openPage(page)
      const images = page.getByRole('region', { name: 'Stack images', exact: true })
      await expect(images).toContainText(world.stack)
      await gallery.pictureInEveryLook(page, 'ready')

      await page.getByRole('button', { name: `Export ${world.stack} ${short}`, exact: true }).click()
      await page.getByLabel('To a new file').fill(path)
      await gallery.picture(page, 'export')
      await page.getByRole('button', { name: /^Write about/ }).click()
      await expect(images.getByRole('status')).toContainText(`to ${path}`)

      await page.getByRole('button', { name: `Remove ${world.stack} ${short}`, exact: true }).click()
      await gallery.picture(page, 'remove')
      await page.getByRole('button', { name: new RegExp(`^Remove ${world.stack} ·`) }).click()
      await expect(images).not.toContainText(world.stack)

      await page.getByLabel('Path of the file').fill('/nowhere/stack.tar')
      await page.getByRole('button', { name: 'Import it', exact: true }).click()
      await expect(page.getByRole('alert')).toContainText('it is not there')
      await gallery.picture(page, 'import-refused')
      await page.getByLabel('Path of the file').fill(path)
      await page.getByRole('button', { name: 'Import it', exact: true }).click()
      await expect(images).toContainText(world.stack)
      await expect(page.getByText(`${world.stack} is here.`)).toBeVisible()
      expect(gallery.faults).toEqual([])
      expect(troubles).toEqual([])
    } finally {
      await world.close()
    }
  })

  test('a build is under way, and ends by its button', async ({ page, stage, troubles }) => {
    const gallery = openGallery('containers-build')
    await stage.enter(page)
    await openPage(page)
    await page.getByRole('button', { name: /^Build heroku-24/ }).click()
    // Where none can be built, that is said instead.
    await expect(page.getByLabel('Output').or(page.getByRole('alert'))).toBeVisible()
    await gallery.picture(page, 'under-way')
    const cancel = page.getByRole('button', { name: 'Cancel', exact: true })
    if (await cancel.isVisible()) {
      await cancel.click()
      await expect(page.getByText('Cancelled. Nothing of it was kept.')).toBeVisible()
    }
    expect(gallery.faults).toEqual([])
    expect(troubles).toEqual([])
  })
})
