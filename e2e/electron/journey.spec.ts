import { expect } from '@playwright/test'
import { test } from '../support/desktop.ts'
import { takeJourney } from '../support/journey.ts'

test('from git push to a served page, in the desktop window', async ({ desktop }) => {
  const { work, port, routerPort, restart } = desktop
  await takeJourney(desktop.page(), { name: 'electron', work, token: desktop.token(), controlPort: port, routerPort, restart })
  expect(desktop.troubles).toEqual([])
})
