import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { createTransport } from 'nodemailer'
import type { Client } from '../../shared/protocol/client.ts'
import { showView, test } from '../support/browser.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { openGallery } from '../support/gallery.ts'

test.use({ trace: 'off' })

/** A mail's frame runs no scripts, those of the check neither: it waits for them for ever, in some browsers. */
const faultsOf = async (page: Page): Promise<string[]> => (await new AxeBuilder({ page }).exclude('iframe').analyze()).violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)

/** A mail with two forms, a picture from elsewhere that must not be asked for, a script that must not run, and a file. */
async function sendMail(client: Client, subject: string): Promise<void> {
  const vars = (await client.call('addons:config', { addOn: 'tea-mail' }))['default'] ?? {}
  const transport = createTransport({ host: vars['MAIL_CATCHER_SMTP_SERVER'], port: Number(vars['MAIL_CATCHER_SMTP_PORT']), secure: false, ignoreTLS: true, auth: { user: vars['MAIL_CATCHER_SMTP_LOGIN'] ?? '', pass: vars['MAIL_CATCHER_SMTP_PASSWORD'] ?? '' } })
  await transport.sendMail({
    from: 'Tea <shop@example.test>', to: 'ada@example.test', subject, text: 'Your tea is on its way.',
    html: '<h1 style="color:#00755f">Your tea is on its way</h1><p>It comes tomorrow.</p><img src="http://127.0.0.1:9/track.gif" alt="no picture"><script>document.body.textContent = "ran"</script>',
    attachments: [{ filename: 'invoice.csv', content: 'tea,1\n' }],
  })
  transport.close()
}

test('AV5 AV6 Redis, mail and scheduler show what their servers have, and take commands', async ({ page, stage, troubles }) => {
  test.setTimeout(420_000)
  const gallery = openGallery('services')
  await stage.enter(page)
  for (const [view, words] of [['Redis', 'A Redis keeps values in memory'], ['Mail', 'No mail leaves this machine'], ['Scheduler', 'each in a one-off dyno']] as const) {
    await showView(page, view)
    await expect(page.getByText(words)).toBeVisible()
  }
  await gallery.pictureAt960(page, '1-none')
  await deployedSample(stage.host(), 'tea', 'node')
  const client = await connectClient(stage.host())
  for (const [service, name] of [['heroku-redis', 'tea-redis'], ['mail-catcher', 'tea-mail'], ['scheduler', 'tea-clock']] as const) await client.call('addons:create', { app: 'tea', service, name })

  await showView(page, 'Redis')
  await expect(page.getByTestId('live-redis-memory')).toBeVisible({ timeout: 60_000 })
  const line = page.getByLabel('Command', { exact: true })
  for (const [command, answer] of [['SET greeting hello', '"OK"'], ['HSET user:1 name Ada born 1815', '(integer) 2'], ['RPUSH queue a b c', '(integer) 3'], ['SET session x EX 600', '"OK"'], ['GET greeting', '"hello"'], ['NONSENSE', '(error)']] as const) {
    await line.fill(command)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('list', { name: 'What was said' }).getByRole('listitem').last()).toContainText(`> ${command}`)
    await expect(page.getByRole('list', { name: 'What was said' }).getByRole('listitem').last()).toContainText(answer)
  }
  await line.fill('SUBSCRIBE news')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('button', { name: /^Look/ }).click()
  await page.getByRole('button', { name: /^user:1/ }).click()
  await expect(page.getByLabel('Value of user:1')).toContainText('"Ada"')
  await gallery.picture(page, '2-redis')
  await gallery.pictureAt960(page, '2-redis')
  expect(await faultsOf(page)).toEqual([])
  await page.getByLabel('When memory is full').selectOption('allkeys-lru')
  await page.getByRole('button', { name: 'Set the policy' }).click()
  await expect(page.getByText('the longest unused of all keys goes, as it is now.')).toBeVisible()
  const before = await client.call('addons:config', { addOn: 'tea-redis' })
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expect.poll(() => client.call('addons:config', { addOn: 'tea-redis' })).not.toEqual(before)

  await showView(page, 'Mail')
  await expect(page.getByText('No mail yet')).toBeVisible({ timeout: 60_000 })
  await gallery.pictureAt960(page, '3-no-mail')
  await sendMail(client, 'Your order')
  await expect(page.getByRole('list', { name: 'Mails' })).toContainText('Your order')
  await sendMail(client, 'Your second order')
  await expect(page.getByRole('list', { name: 'Mails' }).getByRole('listitem')).toHaveCount(2)
  await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Your tea is on its way' })).toBeVisible()
  await expect(page.frameLocator('iframe').locator('body')).not.toContainText('ran')
  await gallery.picture(page, '4-mail')
  await gallery.pictureAt960(page, '4-mail')
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'As text' }).click()
  await expect(page.getByLabel('The mail as text')).toContainText('Your tea is on its way.')
  await page.getByRole('button', { name: 'Headers' }).click()
  await expect(page.getByLabel('Headers', { exact: true }).last()).toContainText('shop@example.test')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save invoice.csv' }).click()
  expect((await saved).suggestedFilename()).toBe('invoice.csv')
  await page.getByRole('button', { name: 'Empty', exact: true }).click()
  await page.getByRole('button', { name: 'Delete all 2 mails' }).click()
  await expect(page.getByText('No mail yet')).toBeVisible()

  await showView(page, 'Scheduler')
  await page.getByRole('button', { name: 'Add a job' }).click()
  await page.getByLabel('Command, as in a one-off dyno').fill('node -e "console.log(1)"')
  await page.getByLabel('Runs').selectOption('daily')
  await page.getByLabel('At (UTC)').fill('04:30')
  await gallery.pictureAt960(page, '5-job')
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Add it', exact: true }).click()
  await page.getByRole('button', { name: 'Add a job' }).click()
  await page.getByLabel('Command, as in a one-off dyno').fill('node -e "process.exit(3)"')
  await page.getByRole('button', { name: 'Add it', exact: true }).click()
  await page.getByTestId('job-1').getByRole('button', { name: 'Run now' }).click()
  await expect(page.getByTestId('job-1')).toContainText('succeeded', { timeout: 60_000 })
  await page.getByTestId('job-2').getByRole('button', { name: 'Run now' }).click()
  await expect(page.getByTestId('job-2')).toContainText('failed with 3', { timeout: 60_000 })
  await gallery.picture(page, '6-jobs')
  await gallery.pictureAt960(page, '6-jobs')
  expect(await faultsOf(page)).toEqual([])
  client.close()
  expect(gallery.faults).toEqual([])
  expect(troubles.filter((trouble) => !/Blocked script execution|Content Security Policy|track\.gif/.test(trouble))).toEqual([])
})
