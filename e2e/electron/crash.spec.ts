import { expect, type ElectronApplication } from '@playwright/test'
import { enginePid, test } from '../support/desktop.ts'
import { answer, catchDialogs, question } from '../support/dialogs.ts'

test('a crashed window says so and comes back by one press; one that keeps crashing is not pressed on', async ({ desktop }) => {
  const app = desktop.app()
  const engine = await enginePid(app)
  await catchDialogs(app)
  await desktop.api()('POST', '/apps', { name: 'safe' })

  for (const count of [1, 2]) {
    await crash(app)
    expect(await question(app, count)).toMatchObject({ message: 'The window stopped working.', buttons: ['Reload the window', 'Close'], detail: expect.stringContaining('Nothing in the engine is lost') })
    await answer(app, 'Reload the window')
    await expect.poll(() => text(app), { timeout: 60_000 }).toContain('safe')
  }
  await crash(app)
  expect(await question(app, 3)).toMatchObject({ message: 'The window stops working again and again.', buttons: ['Close', 'Reload the window'] })
  expect(await enginePid(app), 'the engine did not notice').toBe(engine)
  const ended = app.waitForEvent('close')
  await answer(app, 'Close')
  await ended
})

const crash = (app: ElectronApplication): Promise<void> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())

/** The driver gives a crashed page up for good, so its successor is read through the window itself. */
const text = (app: ElectronApplication): Promise<string> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText') as Promise<string>).catch(() => '')
