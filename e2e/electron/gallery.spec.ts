import { expect, type ElectronApplication } from '@playwright/test'
import { enginePid, test } from '../support/desktop.ts'
import { answer, catchDialogs, question } from '../support/dialogs.ts'
import { openGallery } from '../support/gallery.ts'

test('the desktop window while its engine is gone, while it starts again, and after', async ({ desktop }) => {
  const gallery = openGallery('desktop')
  const [app, page] = [desktop.app(), desktop.page()]
  await page.getByRole('button', { name: 'Deploy Static site', exact: true }).click()
  await expect(page.getByTestId('lane-dynos')).toContainText('1 of 1 up', { timeout: 60_000 })
  await page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name: 'Map', exact: true }).click()
  await gallery.picture(page, 'before-map')
  await catchDialogs(app)
  process.kill(await enginePid(app), 'SIGKILL')
  await question(app, 1)
  await gallery.picture(page, 'engine-gone-map')

  const next = heldAtStart(app)
  await answer(app, 'Restart the engine')
  const engine = await next
  await expect(page.getByRole('main')).toContainText('The engine is starting')
  await gallery.picture(page, 'engine-restarting-map')
  process.kill(engine, 'SIGCONT')
  await expect(page.getByRole('main')).not.toContainText('The engine is', { timeout: 60_000 })
  await gallery.picture(page, 'engine-back-map')
  expect(gallery.faults).toEqual([])
})

/** The engine's process is stopped as soon as there is one, so that there is time to look. */
function heldAtStart(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ app: desktop }) => new Promise<number>((held) => {
    const look = (): void => {
      const engine = desktop.getAppMetrics().find((one) => one.type === 'Utility' && one.name === 'Dynarium engine')
      if (engine === undefined) return void setTimeout(look, 5)
      process.kill(engine.pid, 'SIGSTOP')
      held(engine.pid)
    }
    look()
  }))
}
