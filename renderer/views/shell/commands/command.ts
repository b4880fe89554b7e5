// A command of the palette as data. Each group has a file that lists its commands for the moment; adding one is one entry there.

import type { App } from '../../../../shared/domain/app.ts'
import type { PlatformState } from '../../../../shared/domain/state.ts'

export const commandGroups = ['Go', 'This app', 'Deploy', 'Dynos', 'Config', 'Release', 'Faults', 'Window', 'Help'] as const
export type CommandGroup = (typeof commandGroups)[number]

/** What there is to command now. */
export type CommandContext = {
  readonly app: App | null
  /** By name. */
  readonly apps: readonly App[]
  readonly state: PlatformState
  /** Process types of the app's current slug. */
  readonly types: readonly string[]
  readonly address: string | null
}

export type Choice = { readonly value: string; readonly title: string; readonly note: string }

/** One thing a command asks for before it runs. */
export type Question = {
  readonly label: string
  readonly placeholder?: string
  /** What stands in the field at first. */
  readonly start?: string
  /** Known answers; another one may be typed unless `isClosed`. */
  readonly choices?: readonly Choice[]
  readonly isClosed?: boolean
  /** May be left empty. */
  readonly isOptional?: boolean
  /** Why this answer can not be, in a sentence; null when it can. */
  problem?(answer: string): string | null
}

export type Command = {
  readonly id: string
  readonly group: CommandGroup
  readonly title: string
  /** A few words beside the title: a state, a price. */
  readonly note?: string
  /** Other words people look for it with. */
  readonly words?: string
  /** The shortcut, as people read it. */
  readonly keys?: string | null
  readonly questions?: readonly Question[]
  /** The equal line of the Heroku CLI; `_` stands for what is not answered yet. */
  cli?(answers: readonly string[]): string
  /** What the answers so far would do or cost. */
  preview?(answers: readonly string[]): string | null
  /** What is lost by it: then it is asked once more, in place. */
  loses?(answers: readonly string[]): readonly string[]
  run(answers: readonly string[]): void | Promise<unknown>
}

export const blank = '_'
export const answered = (answers: readonly string[], index: number): string => (answers[index] === undefined || answers[index] === '' ? blank : answers[index])
