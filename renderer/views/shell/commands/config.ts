import { call } from '../../../store/connection.ts'
import { showView } from '../../../store/ui.ts'
import { keyProblem } from '../../../text/config-problem.ts'
import { answered, type Command, type CommandContext } from './command.ts'

export function configCommands({ app }: CommandContext): readonly Command[] {
  if (app === null) return []
  const { id } = app
  const known = Object.keys(app.config).sort().map((key) => ({ value: key, title: key, note: 'set' }))
  return [
    {
      id: 'config-set', group: 'Config', title: 'Set config var _', words: 'environment add change',
      questions: [{ label: 'Name of the config var', placeholder: 'GREETING', choices: known, problem: keyProblem }, { label: 'Value', isOptional: true }],
      cli: (answers) => `heroku config:set ${answered(answers, 0)}=${answered(answers, 1)}`, preview: () => `Makes v${app.lastVersion + 1} and restarts the dynos.`,
      run: ([key = '', value = '']) => call('config:set', { app: id, vars: { [key]: value } }),
    },
    ...(known.length === 0 ? [] : [{
      id: 'config-unset', group: 'Config', title: 'Remove config var _', words: 'unset delete', questions: [{ label: 'Name of the config var', choices: known, isClosed: true }],
      cli: (answers: readonly string[]) => `heroku config:unset ${answered(answers, 0)}`, loses: ([key = '']: readonly string[]) => [`the value of ${key}; earlier releases keep it, so a rollback brings it back`],
      run: ([key = '']: readonly string[]) => call('config:set', { app: id, vars: { [key]: null } }),
    } as const satisfies Command]),
    { id: 'config-show', group: 'Config', title: 'Show the config vars', cli: () => 'heroku config', run: () => showView('config') },
  ]
}
