import { expect, type ElectronApplication } from '@playwright/test'

export type Question = { readonly message: string; readonly detail: string; readonly buttons: readonly string[]; readonly checkboxLabel?: string }
type Answer = { readonly response: number; readonly checkboxChecked: boolean }
type Asked = { readonly questions: Question[]; readonly waiting: ((answer: Answer) => void)[] }

/** The system's own dialogs can not be pressed from a test: from here on they keep what they ask and wait for `answer`. */
export function catchDialogs(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ dialog }) => {
    const asked: Asked = { questions: [], waiting: [] }
    ;(globalThis as { asked?: Asked }).asked = asked
    const showMessageBox = (...args: unknown[]): Promise<Answer> =>
      new Promise((choose) => {
        asked.questions.push(args.at(-1) as Question)
        asked.waiting.push(choose)
      })
    Object.assign(dialog, { showMessageBox })
  })
}

/** What was asked so far, oldest first. */
export async function questions(app: ElectronApplication): Promise<readonly Question[]> {
  return app.evaluate(() => ((globalThis as { asked?: Asked }).asked?.questions ?? []).map(({ message, detail, buttons, checkboxLabel }) => ({ message, detail, buttons, checkboxLabel })))
}

/** Waits for the question number `count` and gives it. */
export async function question(app: ElectronApplication, count: number): Promise<Question> {
  await expect.poll(async () => (await questions(app)).length).toBe(count)
  const last = (await questions(app)).at(-1)
  if (last === undefined) throw new Error('nothing was asked')
  return last
}

/** Presses a button of the question that waits. */
export async function answer(app: ElectronApplication, button: string, checkboxChecked = false): Promise<void> {
  const response = (await questions(app)).at(-1)?.buttons.indexOf(button) ?? -1
  expect(response, button).toBeGreaterThanOrEqual(0)
  await app.evaluate((_electron, choice) => (globalThis as { asked?: Asked }).asked?.waiting.pop()?.(choice), { response, checkboxChecked })
}
