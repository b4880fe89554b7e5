import { call } from '../../../store/connection.ts'
import { showView } from '../../../store/ui.ts'
import { answered, type Command, type CommandContext } from './command.ts'

export function releaseCommands({ app, state }: CommandContext): readonly Command[] {
  if (app === null) return []
  const { id, currentVersion, lastVersion } = app
  const choices = (state.releases[id] ?? [])
    .filter((release) => release.version !== currentVersion && release.slugId !== null && release.status.kind === 'succeeded')
    .map((release) => ({ value: `v${release.version}`, title: `v${release.version}`, note: release.description }))
    .reverse()
  return [
    ...(choices.length === 0 ? [] : [{
      id: 'rollback', group: 'Release', title: 'Roll back to _', note: `v${currentVersion} is current`, words: 'undo deploy', questions: [{ label: 'Release', choices, isClosed: true }],
      cli: (answers: readonly string[]) => `heroku rollback ${answered(answers, 0)}`, preview: () => `Makes v${lastVersion + 1} with the old code and config vars, and restarts the dynos.`,
      run: ([version = '']: readonly string[]) => call('releases:rollback', { app: id, version: Number(version.slice(1)) }),
    } as const satisfies Command]),
    { id: 'releases-show', group: 'Release', title: 'Compare two releases', words: 'diff', cli: () => 'heroku releases', run: () => showView('releases') },
  ]
}
