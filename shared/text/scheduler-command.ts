// The commands of the scheduler's jobs, without the app's flag. Heroku has them in a web page only; the words are Dynarium's own.

import { shortSchedule, type Schedule } from '../domain/scheduler.ts'
import { quoted } from './quoted.ts'

type Input = Readonly<Record<string, unknown>>

/** null for a call that is none of them, or only looks. */
export function schedulerCommand(name: string, input: Input): string[] | null {
  const job = typeof input['job'] === 'number' ? [String(input['job'])] : []
  switch (name) {
    case 'scheduler:add':
    case 'scheduler:update':
      return [name, ...job, ...(typeof input['command'] === 'string' ? [quoted(input['command'])] : []), ...flags(input)]
    case 'scheduler:remove':
    case 'scheduler:run':
      return [name, ...job]
    default:
      return null
  }
}

function flags({ schedule, size, ifRunning }: Input): string[] {
  return [
    ...(schedule === undefined ? [] : ['--every', shortSchedule(schedule as Schedule)]),
    ...(typeof size === 'string' ? ['--size', quoted(size)] : []),
    ...(typeof ifRunning === 'string' ? ['--if-running', ifRunning] : []),
  ]
}
