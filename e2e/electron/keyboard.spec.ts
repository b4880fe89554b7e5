import { expect } from '@playwright/test'
import { test } from '../support/desktop.ts'
import { takeKeyboardJourney } from '../support/keyboard-journey.ts'

test('create, deploy, scale, read why and roll back without a mouse, in the desktop window', async ({ desktop }) => {
  await takeKeyboardJourney(desktop.page())
  expect(desktop.troubles).toEqual([])
})
