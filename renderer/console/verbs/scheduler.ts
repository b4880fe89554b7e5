import { overlapChoices, scheduleFrom, scheduleWords, type OverlapChoice, type Schedule, type SchedulerJob } from '../../../shared/domain/scheduler.ts'
import { quoted } from '../../../shared/text/quoted.ts'
import { columns, header } from '../cli-text.ts'
import { refuse, send, type Plan, type Refusal } from '../plan.ts'
import { many, text, type Given, type Verb } from '../verb.ts'

const times = '10m, :30 (every hour) or 04:30 (every day, UTC)'
const flags = [
  { name: 'every', short: 'e', takes: 'TIME', about: times }, { name: 'size', short: 's', takes: 'SIZE', about: 'the size of the dyno' },
  { name: 'if-running', takes: 'stop|skip', about: 'the run before is stopped, or the new one left out' },
] as const

export const schedulerVerbs: readonly Verb[] = [
  { name: 'scheduler', aliases: ['scheduler:jobs'], usage: '', about: 'the jobs of the scheduler', argument: null, most: 0, needsApp: true, plan: list },
  { name: 'scheduler:add', usage: 'COMMAND', about: 'run a command every ten minutes, every hour or every day', argument: 'words', most: many, flags, needsApp: true, plan: add },
  { name: 'scheduler:update', usage: 'JOB [COMMAND]', about: 'change a job', argument: 'words', most: many, flags, needsApp: true, plan: update },
  { name: 'scheduler:remove', usage: 'JOB', about: 'run a job no more', argument: 'words', most: 1, needsApp: true, plan: (given) => withJob(given, (job) => send(`Removing job ${job}...`, 'scheduler:remove', { app: given.app.name, job })) },
  { name: 'scheduler:run', usage: 'JOB', about: 'run a job now', argument: 'words', most: 1, needsApp: true, plan: (given) => withJob(given, (job) => send(`Running job ${job}...`, 'scheduler:run', { app: given.app.name, job }, ({ name }) => [name, `Run logs --ps ${name} to view the output.`])) },
]

function list({ app }: Given): Plan {
  return {
    kind: 'send', said: null,
    send: async (call) => {
      const { jobs } = await call('scheduler:jobs', { app: app.name })
      return { lines: jobs.length === 0 ? [`${app.name} has no jobs.`, 'Add one: scheduler:add "npm run report" --every 04:30'] : [header(`${app.name} Scheduler`), '', ...columns([['Job', 'Command', 'Due', 'Next (UTC)', 'Last'], ...jobs.map(row)])] }
    },
  }
}

function row({ number, command, schedule, nextAt, lastRun, missed }: SchedulerJob & { readonly nextAt: number }): string[] {
  const last = lastRun === null ? 'never ran' : `${stamp(lastRun.at)} ${lastRun.exitStatus === undefined ? 'runs' : lastRun.exitStatus === null ? 'ended without a status' : `ended with ${lastRun.exitStatus}`}`
  return [String(number), command, scheduleWords(schedule), stamp(nextAt), missed === 0 ? last : `${last}, ${missed} missed`]
}

const stamp = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

function add(given: Given): Plan {
  const command = commandOf(given.words)
  if (command === '') return refuse('Missing the command.', 'Try scheduler:add "npm run report" --every 04:30.')
  const choice = choiceOf(given)
  if ('kind' in choice) return choice
  const { schedule, ...rest } = choice
  if (schedule === undefined) return refuse('Missing required flag: every', `It takes ${times}.`)
  return send(`Adding ${command} ${scheduleWords(schedule)}...`, 'scheduler:add', { app: given.app.name, command, schedule, ...rest }, ({ job }) => [`job ${job}`])
}

function update(given: Given): Plan {
  return withJob(given, (job) => {
    const choice = choiceOf(given)
    if ('kind' in choice) return choice
    const command = commandOf(given.words.slice(1))
    if (command === '' && Object.keys(choice).length === 0) return refuse('Nothing to change.', 'Try scheduler:update 1 --every 10m.')
    return send(`Changing job ${job}...`, 'scheduler:update', { app: given.app.name, job, ...(command === '' ? {} : { command }), ...choice })
  })
}

/** One word is a whole command line; more are put together so that each stays one. */
const commandOf = (words: readonly string[]): string => (words.length === 1 ? (words[0] ?? '') : words.map(quoted).join(' '))

function choiceOf(given: Given): { readonly schedule?: Schedule; readonly size?: string; readonly ifRunning?: OverlapChoice } | Refusal {
  const [every, size, overlap] = [text(given, 'every'), text(given, 'size'), text(given, 'if-running')]
  const schedule = every === null ? null : scheduleFrom(every)
  if (every !== null && schedule === null) return refuse(`${every} is no time of the scheduler.`, `It takes ${times}.`)
  const ifRunning = overlapChoices.find((one) => one === overlap)
  if (overlap !== null && ifRunning === undefined) return refuse(`${overlap} is not a choice.`, `Choices: ${overlapChoices.join(', ')}.`)
  return { ...(schedule === null ? {} : { schedule }), ...(size === null ? {} : { size }), ...(ifRunning === undefined ? {} : { ifRunning }) }
}

function withJob({ words: [word = ''] }: Given, plan: (job: number) => Plan): Plan {
  return /^[1-9]\d{0,5}$/.test(word) ? plan(Number(word)) : refuse('Missing the number of the job.', 'scheduler lists them.')
}
