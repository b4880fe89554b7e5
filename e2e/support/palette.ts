import { expect, type Page } from '@playwright/test'

/** Runs the command that is found first by these words, by keyboard alone. */
export async function runCommand(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search', exact: true })).toBeFocused()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}
