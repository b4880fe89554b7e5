import { _electron as electron, expect, test, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { cliFile } from '../../electron/headless/terminal/cli-package.ts'
import { unpackedApp } from '../../scripts/packaging/unpacked.mjs'
import { freePort } from '../support/free-port.ts'
import { ready, sandboxFlags } from '../support/desktop.ts'
import { runCommand } from '../support/palette.ts'
import { visit } from '../support/visit.ts'

const root = resolve(import.meta.dirname, '../..')
const packagingLimitMs = 240_000

test('the unpacked app runs from any folder, with nothing of the repository, and serves a sample', async () => {
  test.setTimeout(packagingLimitMs + 240_000)
  test.skip((process.env['DYNARIUM_MISSING'] ?? '').split(',').includes('packager'), 'electron-builder could not be fetched')
  execFileSync(process.execPath, [join(root, 'scripts', 'package.mjs'), '--dir'], { cwd: root, timeout: packagingLimitMs, stdio: 'pipe' })
  const { folder, program } = unpackedApp() as { folder: string; program: string }
  const work = mkdtempSync(join(tmpdir(), 'dynarium-packaged-'))
  const [port, routerPort] = [await freePort(), await freePort()]
  // Moved and not copied: whatever it looked for in its old place is not there.
  const moved = join(folder, '..', 'moved away')
  rmSync(moved, { recursive: true, force: true })
  renameSync(folder, moved)
  const app = await electron.launch({
    executablePath: join(moved, program), cwd: work,
    args: [...sandboxFlags, '--data-dir', join(work, 'data'), '--port', String(port), '--router-port', String(routerPort)],
  })
  try {
    expect(await app.evaluate(({ app: desktop }) => [desktop.isPackaged, desktop.name])).toEqual([true, 'Dynarium'])
    const page = await app.firstWindow()
    await ready(page)
    await page.getByRole('button', { name: /^Deploy Node/ }).first().click()
    await page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name: 'Overview', exact: true }).click()
    await expect(page.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
    const name = /^(.*) · Dynarium$/.exec(await page.title())?.[1] ?? ''
    expect(await visit(routerPort, name)).toMatchObject({ status: 200, text: expect.stringContaining('web.1') })
    await speaksFromItsShell(page, name, join(work, 'data'))
    const natives = readdirSync(join(moved, 'resources', 'app.asar.unpacked'), { recursive: true }).map(String).filter((path) => path.endsWith('.node'))
    expect(natives.length).toBeGreaterThan(0)
    if (process.platform === 'linux') expect(natives.filter((path) => !path.includes(`linux-${process.arch}`)), 'programs for other systems').toEqual([])
  } finally {
    await app.close()
    renameSync(moved, folder)
    rmSync(work, { recursive: true, force: true })
  }
  expect(existsSync(folder)).toBe(true)
})

/** By the packaged app alone, which is node then: WS1, WS5. */
async function speaksFromItsShell(page: Page, app: string, dataDir: string): Promise<void> {
  await runCommand(page, 'shell with the heroku cli')
  const heard = page.getByRole('tabpanel', { name: /on this machine/ }).locator('.xterm-accessibility-tree')
  await expect(heard).toContainText('heroku and git in this shell speak to this Dynarium.')
  await page.keyboard.type('clear; type heroku; git ls-remote "${HEROKU_HOST/http:/https:}/' + app + '.git"; echo "git says $?"\n')
  await expect(heard).toContainText(join(dataDir, 'shell', 'bin', 'heroku'))
  await expect(heard).toContainText('git says 0')
  if (!existsSync(cliFile())) return
  await page.keyboard.type('clear; heroku apps; echo "heroku says $?"\n')
  await expect(heard).toContainText('heroku says 0', { timeout: 60_000 })
  await expect(heard).toContainText(app)
}
