import { expect, type Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { sampleRepository } from './repository.ts'
import { visit } from './visit.ts'

export type Place = {
  /** Names the pictures: browser or electron. */
  readonly name: string
  readonly work: string
  readonly token: string
  readonly controlPort: number
  readonly routerPort: number
  /** Ends the whole platform in order and starts it again on the same data; answers with the new page. */
  restart(page: Page): Promise<Page>
}

const pictures = resolve(import.meta.dirname, '../../out/pictures')
const app = 'journey'

/** The journey every person takes: push, watch, scale, break, roll back, come back tomorrow. */
export async function takeJourney(first: Page, place: Place): Promise<void> {
  let page = first
  const remote = `http://heroku:${place.token}@127.0.0.1:${place.controlPort}/${app}.git`
  const picture = async (name: string): Promise<void> => {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${place.name}-${name}.png`), animations: 'disabled' })
  }
  const view = (name: string) => page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name, exact: true }).click()
  const dyno = (name: string) => page.getByTestId(`dyno-${name}`)

  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await picture('01-first-start')

  // An app, by its form; a bad name is refused in words.
  await page.getByLabel(/^App name/).fill('No Such Name')
  await page.getByRole('button', { name: 'Create app', exact: true }).click()
  await expect(page.getByText('must start with a letter')).toBeVisible()
  await picture('02-bad-name')
  await page.getByLabel(/^App name/).fill(app)
  await page.getByRole('button', { name: 'Create app', exact: true }).click()
  await expect(page.getByText(`/${app}.git`).first()).toBeVisible()
  await picture('03-empty-app')

  // A push with the real git, watched in the window.
  const repository = await sampleRepository(join(place.work, 'app'), 'node')
  await view('Deploy')
  const pushing = repository.push(remote)
  await expect(page.getByTestId('build-output')).toContainText('Node.js app detected', { timeout: 60_000 })
  const pushed = await pushing
  expect(pushed.ok, pushed.output).toBe(true)
  expect(pushed.output).toContain('remote: -----> Node.js app detected')
  expect(pushed.output).toContain('Released v3')
  await expect(page.getByTestId('build-output')).toContainText('Released v3')
  await picture('04-build')
  await view('Overview')
  await expect(dyno('web.1')).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
  const served = await visit(place.routerPort, app)
  expect(served.status).toBe(200)
  expect(served.text).toContain('web.1')

  // 1 -> 3.
  await page.getByTestId('scale-web-plus').click()
  await page.getByTestId('scale-web-plus').click()
  await expect(page.getByTestId('scale-web-apply')).toContainText('Scale web to 3 · +$50.00/mo')
  await page.getByTestId('scale-web-apply').click()
  for (const name of ['web.1', 'web.2', 'web.3']) await expect(dyno(name)).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
  const seen = new Set<string>()
  for (let times = 0; times < 60; times++) seen.add(/web\.\d/.exec((await visit(place.routerPort, app)).text)?.[0] ?? '')
  expect([...seen].sort()).toEqual(['web.1', 'web.2', 'web.3'])
  await picture('05-scaled')

  // A dyno's process is killed from outside: seen to crash, seen to come back, and nobody on the platform is blamed.
  const before = await dynoPid(page, 'web.2')
  process.kill(before, 'SIGKILL')
  await expect.poll(() => dynoPid(page, 'web.2').catch(() => before), { timeout: 60_000 }).not.toBe(before)
  await expect(dyno('web.2')).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
  await view('Logs')
  await expect(page.getByTestId('log-lines')).toContainText('Process exited with status 137')
  await expect(page.getByTestId('log-lines')).toContainText('State changed from up to crashed')
  await picture('06-logs')
  await view('Activity')
  const crash = page.locator('[data-type="dyno.crashed"]').first()
  await crash.getByRole('button', { name: /^Why/ }).click()
  await expect(page.getByTestId('why-chain')).toContainText('SIGKILL')
  await picture('07-why')

  // A second version, then back to the first.
  repository.write('page.html', repository.read('page.html').replace('</body>', '<p>second edition</p></body>'))
  await repository.commit('Second version')
  const again = await repository.push(remote)
  expect(again.ok, again.output).toBe(true)
  await expect.poll(async () => (await visit(place.routerPort, app)).text, { timeout: 60_000 }).toContain('second edition')
  await view('Releases')
  await expect(page.getByTestId('release-v4')).toHaveAttribute('data-state', 'current')
  await page.getByTestId('release-v3').getByRole('button', { name: 'Roll back to v3', exact: true }).click()
  await picture('08-rollback')
  await page.getByTestId('release-v3').getByRole('button', { name: /^Roll back/ }).last().click()
  await expect(page.getByTestId('release-v5')).toHaveAttribute('data-state', 'current', { timeout: 60_000 })
  await expect.poll(async () => (await visit(place.routerPort, app)).text, { timeout: 60_000 }).not.toContain('second edition')
  await picture('09-releases')

  // Tomorrow: everything is there.
  page = await place.restart(page)
  await page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name: /^Apps/ }).click()
  await page.getByTestId(`app-${app}`).click()
  for (const name of ['web.1', 'web.2', 'web.3']) await expect(dyno(name)).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
  expect((await visit(place.routerPort, app)).status).toBe(200)
  await view('Releases')
  await expect(page.getByTestId('release-v5')).toHaveAttribute('data-state', 'current')
  await view('Overview')
  await picture('10-after-restart')
}

/** Read off the inspector, as a person would. */
async function dynoPid(page: Page, name: string): Promise<number> {
  await page.getByTestId(`dyno-${name}`).click()
  const text = await page.getByRole('complementary', { name: 'Inspector', exact: true }).innerText()
  const pid = Number(/Process id\s+(\d+)/.exec(text)?.[1] ?? 0)
  expect(pid, text).toBeGreaterThan(1)
  return pid
}
