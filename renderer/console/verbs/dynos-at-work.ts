import { logHistoryLines } from '../../../shared/domain/log.ts'
import { quoted } from '../../../shared/text/quoted.ts'
import { refuse, send, type Plan } from '../plan.ts'
import { many, text, type Given, type Verb } from '../verb.ts'

const linesUnasked = 100
const usualDyno = 'web.1'
const usualShell = 'bash'
const size = { name: 'size', short: 's', takes: 'SIZE', about: 'the size of the dyno' } as const

export const workVerbs: readonly Verb[] = [
  {
    name: 'logs', usage: '', about: 'show the log of an app', argument: null, most: 0, needsApp: true, plan: logs,
    flags: [
      { name: 'tail', short: 't', takes: null, about: 'go on until Ctrl+C' }, { name: 'num', short: 'n', takes: 'N', about: `how many lines, up to ${logHistoryLines}` },
      { name: 'ps', short: 'p', takes: 'DYNO', about: 'of one dyno or process type' }, { name: 'dyno', short: 'd', takes: 'DYNO', about: 'the same' },
      { name: 'source', short: 's', takes: 'SOURCE', about: 'app or heroku' },
    ],
  },
  { name: 'run', usage: 'COMMAND', about: 'run a command in a one-off dyno, in a tab of its own', argument: 'words', most: many, takesCommand: true, flags: [size], needsApp: true, plan: run },
  { name: 'run:detached', usage: 'COMMAND', about: 'run a command in a one-off dyno, its output in the log', argument: 'words', most: many, takesCommand: true, flags: [size], needsApp: true, plan: runDetached },
  {
    name: 'ps:exec', usage: '[COMMAND] [--dyno DYNO]', about: 'a shell, or a command, inside a dyno that is up, in a tab of its own', argument: 'words', most: many, takesCommand: true, flagsAfterCommand: true, needsApp: true, plan: exec,
    flags: [{ name: 'dyno', short: 'd', takes: 'DYNO', about: `which dyno, ${usualDyno} if none is named` }],
  },
]

function logs(given: Given): Plan {
  const typed = text(given, 'num') ?? String(linesUnasked)
  const lines = Number(typed)
  if (!/^\d+$/.test(typed) || lines > logHistoryLines) return refuse(`${typed} is not a number of lines.`, `At most ${logHistoryLines} lines are kept. Try logs -n 50.`)
  const source = text(given, 'source')
  if (source !== null && source !== 'app' && source !== 'heroku') return refuse(`${source} is not a source.`, 'Sources are app and heroku.')
  return { kind: 'logs', app: given.app, lines, tail: given.flags['tail'] === true, ps: text(given, 'ps') ?? text(given, 'dyno'), source }
}

/** One word is a whole command line, as `run "a && b"`; more are put together so that each stays one. */
const commandOf = (words: readonly string[]): string => (words.length === 1 ? (words[0] ?? '') : words.map(quoted).join(' '))

function run(given: Given): Plan {
  if (given.words.length === 0) return refuse('Usage: heroku run COMMAND', 'Try run bash, or run "npm test".')
  return { kind: 'run', app: given.app, command: commandOf(given.words), size: text(given, 'size') }
}

function runDetached(given: Given): Plan {
  const { app } = given
  if (given.words.length === 0) return refuse('Usage: heroku run:detached COMMAND', 'Try run:detached "npm run import".')
  const chosen = text(given, 'size')
  const command = commandOf(given.words)
  return send(`Running ${command} on ${app.name}...`, 'run:start', { app: app.name, command, attach: false, ...(chosen === null ? {} : { size: chosen }) }, ({ name }) => [
    name, `Run logs --ps ${name} to view the output.`,
  ])
}

function exec(given: Given): Plan {
  return { kind: 'exec', app: given.app, dyno: text(given, 'dyno') ?? usualDyno, command: given.words.length === 0 ? usualShell : commandOf(given.words) }
}
