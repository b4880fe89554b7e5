import { expect, type ElectronApplication } from '@playwright/test'
import { nextWindow, test } from '../support/desktop.ts'
import { answer, catchDialogs, question, questions } from '../support/dialogs.ts'
import { visit } from '../support/visit.ts'

test('closing the last window asks what should go on running, and each answer holds', async ({ desktop }) => {
  const app = desktop.app()
  const { routerPort } = desktop
  await watchTray(app)
  await catchDialogs(app)
  await desktop.page().getByRole('button', { name: /^Deploy Node/ }).first().click()
  await expect.poll(() => tray(app).then(({ tip }) => tip), { timeout: 60_000 }).toBe('Dynarium: 1 app with 1 dyno is running.')
  const name = (await desktop.api()<{ name: string }[]>('GET', '/apps'))[0]?.name ?? ''

  await test.step('Cancel: the window stays', async () => {
    await closeWindow(app)
    const asked = await question(app, 1)
    expect(asked).toMatchObject({
      message: '1 app with 1 dyno is running.', buttons: ['Keep them running', 'Stop everything and quit', 'Cancel'], checkboxLabel: 'Remember my choice',
    })
    await answer(app, 'Cancel')
    await expect.poll(() => windowCount(app)).toBe(1)
  })

  await test.step('Keep them running: the tray says what runs, and opens it again', async () => {
    await closeWindow(app)
    await question(app, 2)
    await answer(app, 'Keep them running')
    await expect.poll(() => windowCount(app)).toBe(0)
    expect((await visit(routerPort, name)).status).toBe(200)
    expect((await tray(app)).labels).toEqual(['Open Dynarium', `${name}: 1 dyno up`, 'Stop everything and quit'])
    const page = await nextWindow(app, () => chooseInTray(app, 'Open Dynarium'))
    await page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name: 'Overview', exact: true }).click()
    await expect(page.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up')
  })

  await test.step('a remembered choice is not asked about, until it is taken back in the page', async () => {
    await closeWindow(app)
    await question(app, 3)
    await answer(app, 'Keep them running', true)
    await expect.poll(() => windowCount(app)).toBe(0)
    const page = await nextWindow(app, () => chooseInTray(app, 'Open Dynarium'))
    await closeWindow(app)
    await expect.poll(() => windowCount(app)).toBe(0)
    expect(await questions(app)).toHaveLength(3)
    expect(page.isClosed()).toBe(true)
    const again = await nextWindow(app, () => chooseInTray(app, 'Open Dynarium'))
    type Bridge = { closeChoice(): Promise<string>; setCloseChoice(choice: string): Promise<void> }
    expect(await again.evaluate(() => (window as unknown as { dynarium: Bridge }).dynarium.closeChoice())).toBe('keep')
    await again.evaluate(() => (window as unknown as { dynarium: Bridge }).dynarium.setCloseChoice('ask'))
  })

  await test.step('Stop everything and quit: the app ends, its dynos with it', async () => {
    await closeWindow(app)
    await question(app, 4)
    const ended = app.waitForEvent('close')
    await answer(app, 'Stop everything and quit')
    await ended
    await expect(visit(routerPort, name)).rejects.toThrow('ECONNREFUSED')
  })
})

const closeWindow = (app: ElectronApplication): Promise<void> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
const windowCount = (app: ElectronApplication): Promise<number> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

type Seen = { tip: string; menu: Electron.Menu | null }

/** A tray can not be looked at from a test: from here on what it is given is kept. */
function watchTray(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ Tray }) => {
    const seen: Seen = { tip: '', menu: null }
    ;(globalThis as { seen?: Seen }).seen = seen
    const { setToolTip, setContextMenu } = Tray.prototype
    Tray.prototype.setToolTip = function (tip) {
      seen.tip = tip
      return setToolTip.call(this, tip)
    }
    Tray.prototype.setContextMenu = function (menu) {
      seen.menu = menu
      return setContextMenu.call(this, menu)
    }
  })
}

const tray = (app: ElectronApplication): Promise<{ tip: string; labels: string[] }> => app.evaluate(() => {
  const { tip = '', menu = null } = (globalThis as { seen?: Seen }).seen ?? {}
  return { tip, labels: (menu?.items ?? []).filter((item) => item.type !== 'separator').map((item) => item.label) }
})

const chooseInTray = (app: ElectronApplication, label: string): Promise<void> =>
  app.evaluate((_electron, wanted) => (globalThis as { seen?: Seen }).seen?.menu?.items.find((item) => item.label === wanted)?.click(), label)
