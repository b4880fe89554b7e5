import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { chooseInMenu, nextWindow, ready, test } from '../support/desktop.ts'

const view = (page: Page, name: string) => page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name, exact: true })

test('two windows look at different things, each remembers its own, and both share how they look', async ({ desktop }) => {
  const app = desktop.app()
  const first = desktop.page()
  await desktop.api()('POST', '/apps', { name: 'one' })
  await first.getByTestId('app-one').click()
  await view(first, 'Logs').click()

  const second = await nextWindow(app, () => chooseInMenu(app, 'new-window'))
  await expect(view(second, 'Logs'), 'a new window begins where the last one is').toHaveAttribute('aria-current', 'page')
  await view(second, 'All activity').click()
  await first.reload()
  await expect(view(first, 'Logs'), 'what another window shows is not this one’s place').toHaveAttribute('aria-current', 'page')
  await second.reload()
  await expect(view(second, 'All activity')).toHaveAttribute('aria-current', 'page')

  await desktop.api()('POST', '/apps', { name: 'two' })
  for (const page of [first, second]) await expect(page.getByLabel('App', { exact: true }).getByRole('option', { name: 'two', exact: true })).toBeAttached()

  await chooseInMenu(app, 'theme-dark')
  for (const page of [first, second]) await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(view(first, 'Logs'), 'the look is shared, the place is not').toHaveAttribute('aria-current', 'page')

  await placeAndClose(app, 2, { x: 60, y: 40, width: 900, height: 640 })
  await expect.poll(() => sizes(app)).toHaveLength(1)
  await nextWindow(app, () => chooseInMenu(app, 'new-window'))
  await expect.poll(() => sizes(app)).toContainEqual([900, 640])
  expect(desktop.troubles).toEqual([])
})

test('with nothing running, closing the last window ends the app without a question', async ({ desktop }) => {
  const ended = desktop.app().waitForEvent('close')
  await ready(desktop.page())
  await desktop.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await ended
})

type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const placeAndClose = (app: ElectronApplication, id: number, bounds: Bounds): Promise<void> =>
  app.evaluate(({ BrowserWindow }, wanted) => {
    const window = BrowserWindow.fromId(wanted.id)
    window?.setBounds(wanted.bounds)
    window?.close()
  }, { id, bounds })

const sizes = (app: ElectronApplication): Promise<number[][]> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getSize()))
