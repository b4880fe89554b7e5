import { expect } from '@playwright/test'
import { chooseInMenu, test } from '../support/desktop.ts'
import { answer, catchDialogs, question } from '../support/dialogs.ts'

test('what the menus say happens in the window in use', async ({ desktop }) => {
  const app = desktop.app()
  const page = desktop.page()
  const current = (name: string) => expect(page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name, exact: true })).toHaveAttribute('aria-current', 'page')
  const choose = (id: string): Promise<void> => chooseInMenu(app, id)

  await choose('go-logs')
  await expect(page.getByText('Choose an app first.')).toBeVisible()
  await desktop.api()('POST', '/apps', { name: 'menu' })
  await page.getByTestId('app-menu').click()
  for (const [id, name] of [['go-logs', 'Logs'], ['go-settings', 'Settings'], ['page-doctor', 'Doctor'], ['page-activity', 'All activity']] as const) {
    await choose(id)
    await current(name)
  }
  for (const [id, theme] of [['theme-dark', 'dark'], ['theme-projector', 'projector'], ['theme-light', 'light']] as const) {
    await choose(id)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  }
  await choose('search')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')

  await app.evaluate(({ dialog }, path) => Object.assign(dialog, { showOpenDialog: async () => ({ canceled: false, filePaths: [path] }) }), desktop.work)
  await choose('deploy-folder')
  await expect(page.getByTestId('folder-offer')).toContainText(desktop.work)
  await page.getByRole('button', { name: 'Not now', exact: true }).click()
  await expect(page.getByTestId('folder-offer')).toHaveCount(0)

  await app.evaluate(({ shell }) => Object.assign(shell, { openExternal: async (address: string) => void ((globalThis as { opened?: string }).opened = address) }))
  await page.getByLabel('App', { exact: true }).selectOption({ label: 'menu' })
  await choose('open-in-browser')
  await expect.poll(() => app.evaluate(() => (globalThis as { opened?: string }).opened)).toBe(`http://menu.localhost:${desktop.routerPort}/`)

  await catchDialogs(app)
  await choose('about')
  const about = await question(app, 1)
  expect(about.message).toMatch(/^Dynarium \d+\.\d+\.\d+$/)
  expect(about.detail).toMatch(/Electron \d+.*Chromium \d+[^]*MIT licence/)
  await answer(app, 'Close')
  expect(desktop.troubles).toEqual([])
})
