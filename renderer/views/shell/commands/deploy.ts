import { deploySource } from '../../../store/deploy.ts'
import { call } from '../../../store/connection.ts'
import { showView } from '../../../store/ui.ts'
import { answered, type Command, type CommandContext } from './command.ts'

/** Samples that need nothing but their own language; the gallery shows them all with what they are. */
const samples = [['node', 'Node.js'], ['python', 'Python'], ['ruby', 'Ruby'], ['java', 'Java'], ['go', 'Go'], ['php', 'PHP'], ['scala', 'Scala'], ['static', 'Static site'], ['node-bad-twin', 'Node.js, the bad twin']] as const

export function deployCommands({ app }: CommandContext): readonly Command[] {
  const choices = samples.map(([value, title]) => ({ value, title, note: '' }))
  const sample: Command = {
    id: 'deploy-sample', group: 'Deploy', title: `Deploy sample _ to ${app === null ? 'a new app' : app.name}`, questions: [{ label: 'Sample', choices, isClosed: true }],
    cli: (answers) => `git push heroku main  # the ${answered(answers, 0)} sample`, run: ([id = '']) => deploySource(app?.id ?? null, { kind: 'sample', sample: id }),
  }
  if (app === null) return [sample]
  const { id, buildingId } = app
  return [
    { id: 'push', group: 'Deploy', title: 'Show how to push with git', words: 'remote address', cli: () => 'git push heroku main', run: () => showView('deploy') },
    sample,
    ...(buildingId === null ? [] : [{ id: 'cancel-build', group: 'Deploy', title: 'Cancel the build', words: 'stop', cli: () => 'heroku builds:cancel', run: () => call('builds:cancel', { app: id, buildId: buildingId }) } as const satisfies Command]),
    { id: 'purge-cache', group: 'Deploy', title: 'Clear the build cache', note: 'the next build fetches everything again', cli: () => 'heroku builds:cache:purge', run: () => call('builds:cache:purge', { app: id }) },
  ]
}
