// The closed list of commands an experiment may give, what each is as a call, how it is told, and what undoes it. Ours.

import type { App } from '../../../shared/domain/app.ts'
import { defaultRouting } from '../../../shared/domain/app.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import type { SetupStep, Step } from '../../../shared/experiment/experiment-form.ts'
import type { Undo } from '../../../shared/experiment/run-record.ts'
import type { CallContext } from '../journal/room.ts'
import type { ExperimentDeps } from './deps.ts'

export type Command = Exclude<Step, { do: 'fault' | 'wait' | 'check' }> | SetupStep
type Door = Pick<ExperimentDeps, 'command'>

export function commandInWords(command: Command): string {
  switch (command.do) {
    case 'scale':
      return `scales ${command.type} to ${command.to}`
    case 'restart':
      return `restarts ${command.dyno ?? 'all dynos'}`
    case 'maintenance':
      return `turns maintenance mode ${command.on ? 'on' : 'off'}`
    case 'config':
      return `sets config vars: ${Object.keys(command.set).join(', ')}`
    case 'routing':
      return `routes by ${[command.strategy, ...(command.sticky === undefined ? [] : [command.sticky ? 'with session affinity' : 'without session affinity'])].filter((word) => word !== undefined).join(', ')}`
    case 'roll-back':
      return 'rolls back to the release before'
  }
}

/** null: nothing to undo, or nothing that can be. A rollback stays: it is the way back already. */
export function undoOf(command: Command, app: App): Undo | null {
  switch (command.do) {
    case 'scale':
      return { do: 'scale', type: command.type, to: app.formation[command.type]?.quantity ?? 0 }
    case 'maintenance':
      return { do: 'maintenance', on: app.maintenance }
    case 'config':
      return { do: 'config', set: Object.fromEntries(Object.keys(command.set).map((key) => [key, Object.hasOwn(app.config, key) ? (app.config[key] ?? null) : null])) }
    case 'routing': {
      const { strategy, sticky } = app.routing ?? defaultRouting
      return { do: 'routing', strategy, sticky }
    }
    case 'restart':
    case 'roll-back':
      return null
  }
}

export async function give(door: Door, app: App, command: Command, context: CallContext): Promise<void> {
  switch (command.do) {
    case 'scale':
      return void (await door.command('ps:scale', { app: app.id, changes: [{ type: command.type, quantity: command.to }] }, context))
    case 'restart':
      return void (await door.command('ps:restart', { app: app.id, ...(command.dyno === undefined ? {} : { dyno: command.dyno }) }, context))
    case 'maintenance':
      return void (await door.command('maintenance:set', { app: app.id, on: command.on }, context))
    case 'config':
      return void (await door.command('config:set', { app: app.id, vars: command.set }, context))
    case 'routing':
      return void (await door.command('routing:set', { app: app.id, strategy: command.strategy, sticky: command.sticky }, context))
    case 'roll-back':
      return void (await door.command('releases:rollback', { app: app.id }, context))
  }
}

/** What was done, in a sentence. Rejects with PlatformError when it can not be. */
export async function carryOut(door: Door, state: PlatformState, app: App, undo: Undo, context: CallContext): Promise<string> {
  switch (undo.do) {
    case 'scale':
      await give(door, app, undo, context)
      return `${undo.type} was scaled back to ${undo.to}.`
    case 'maintenance':
      await give(door, app, undo, context)
      return `Maintenance mode was turned ${undo.on ? 'on' : 'off'} again.`
    case 'config':
      await give(door, app, undo, context)
      return `Config vars have their values of before: ${Object.keys(undo.set).join(', ')}.`
    case 'routing':
      await give(door, app, undo, context)
      return `Requests are routed by ${undo.strategy} again.`
    case 'traffic':
      if (undo.plan !== null) await door.command('traffic:start', { app: app.id, plan: undo.plan }, context)
      else if (state.traffic[app.id] !== undefined) await door.command('traffic:stop', { app: app.id }, context)
      return undo.plan === null ? 'Its traffic was stopped.' : 'The traffic of before runs again.'
  }
}
