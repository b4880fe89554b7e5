import { appNamePattern, hostnamePattern } from '../../../../shared/domain/app.ts'
import { openAddress } from '../../../bridge/open-address.ts'
import { call } from '../../../store/connection.ts'
import { showApp, showApps } from '../../../store/ui.ts'
import { answered, type Command, type CommandContext, type Question } from './command.ts'

const nameQuestion: Question = {
  label: 'Name',
  problem: (name) => (appNamePattern.test(name) ? null : 'Lower-case letters, digits and dashes; 3 to 30 of them, a letter first.'),
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

export function thisAppCommands({ app, address, state }: CommandContext): readonly Command[] {
  const create: Command = {
    id: 'create', group: 'This app', title: 'Create app _', words: 'new', questions: [{ ...nameQuestion, placeholder: 'name (optional)', isOptional: true }],
    cli: (answers) => `heroku create${answers[0] === undefined || answers[0] === '' ? '' : ` ${answers[0]}`}`,
    run: async ([name = '']) => {
      const created = await call('apps:create', name === '' ? {} : { name })
      showApp(created.id, 'overview')
    },
  }
  if (app === null) return [create]
  const { id, name } = app
  return [
    ...(address === null ? [] : [{ id: 'open', group: 'This app', title: 'Open the app', note: address, words: 'browser visit', cli: () => 'heroku open', run: () => openAddress(address) } as const satisfies Command]),
    {
      id: 'visit', group: 'This app', title: 'Send one request _', words: 'curl get visit', questions: [{ label: 'Path', start: '/', problem: (path) => (/^\/[\x21-\x7e]*$/.test(path) ? null : 'A path begins with / and has no blanks.') }],
      cli: (answers) => `curl ${(address ?? '').replace(/\/$/, '')}${answered(answers, 0)}`,
      run: async ([path = '/']) => {
        const { problem, status, totalMs } = await call('traffic:visit', { app: id, path })
        return problem ?? `Answered with ${status ?? 'nothing'} after ${Math.round(totalMs)} ms.`
      },
    },
    {
      id: 'maintenance', group: 'This app', title: `Turn maintenance mode ${app.maintenance ? 'off' : 'on'}`, note: app.maintenance ? 'it is on' : 'visitors get a page that says so',
      cli: () => `heroku maintenance:${app.maintenance ? 'off' : 'on'}`, run: () => call('maintenance:set', { app: id, on: !app.maintenance }),
    },
    {
      id: 'domain', group: 'This app', title: 'Add domain _', questions: [{ label: 'Host name', placeholder: 'www.example.test', problem: (host) => (hostnamePattern.test(host) ? null : 'A host name like www.example.test.') }],
      cli: (answers) => `heroku domains:add ${answered(answers, 0)}`, run: ([hostname = '']) => call('domains:add', { app: id, hostname }),
    },
    {
      id: 'rename', group: 'This app', title: 'Rename to _', note: name, questions: [{ ...nameQuestion, label: 'New name', start: name }], preview: () => 'Its address and its git remote change with it.',
      cli: (answers) => `heroku apps:rename ${answered(answers, 0)}`, run: ([to = '']) => call('apps:rename', { app: id, name: to }),
    },
    {
      id: 'destroy', group: 'This app', title: `Destroy ${name}`, words: 'delete remove', cli: () => `heroku apps:destroy --confirm ${name}`,
      loses: () => [
        `${count(state.releases[id]?.length ?? 0, 'release')} and ${count(state.appBuilds[id]?.length ?? 0, 'build')}`,
        ...(Object.keys(app.config).length === 0 ? [] : [`${count(Object.keys(app.config).length, 'config var')} with their values`]),
        'its dynos, logs and git repository on this machine',
      ],
      run: async () => {
        await call('apps:destroy', { app: id, confirm: name })
        showApps()
      },
    },
    create,
  ]
}
