import { expect } from '@playwright/test'
import { test } from '../support/browser.ts'
import { takeKeyboardJourney } from '../support/keyboard-journey.ts'

test('create, deploy, scale, read why and roll back without a mouse', async ({ page, stage, troubles }) => {
  await stage.enter(page)
  await takeKeyboardJourney(page)
  expect(troubles).toEqual([])
})
