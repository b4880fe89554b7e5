// Verbs of the check of the twelve factors. Ours: Heroku has none.

import type { FactorCheck } from '../../../shared/domain/factor-check.ts'
import { subjectName, type Subject } from '../../../shared/factors/finding.ts'
import { scorecardFormats } from '../../../shared/factors/formats.ts'
import { tally } from '../../../shared/factors/scorecard.ts'
import { appMeant } from '../app-meant.ts'
import { print, refuse, send, type ConsoleWorld, type Plan } from '../plan.ts'
import { text, type Flag, type Given, type Verb } from '../verb.ts'

const appFlag: Flag = { name: 'app', short: 'a', takes: 'NAME', about: 'the app' }
const subjectFlags: readonly Flag[] = [appFlag, { name: 'sample', takes: 'SAMPLE', about: 'a sample in place of an app' }, { name: 'folder', takes: 'DIR', about: 'a folder of this machine in place of an app' }]

export const factorVerbs: readonly Verb[] = [
  { name: 'factors', usage: '[--format text|json|sarif|junit]', about: 'the newest scorecard of the twelve factors', argument: null, most: 0, flags: [appFlag, { name: 'format', short: 'f', takes: 'KIND', about: 'text, json, sarif or junit' }], needsApp: false, plan: showCard },
  { name: 'factors:check', usage: '[--sample SAMPLE | --folder DIR]', about: 'check the twelve factors by running two copies', argument: null, most: 0, flags: subjectFlags, needsApp: false, plan: check },
  { name: 'factors:stop', usage: '', about: 'stop the check that runs, and destroy its copies', argument: null, most: 0, needsApp: false, plan: stop },
]

const newestFirst = ({ state }: ConsoleWorld): FactorCheck[] => Object.values(state.factorChecks).sort((a, b) => b.seq - a.seq)

function check(given: Given, world: ConsoleWorld): Plan {
  const [sample, folder] = [text(given, 'sample'), text(given, 'folder')]
  if (sample !== null) return begin({ kind: 'sample', sample })
  if (folder !== null) return begin({ kind: 'folder', path: folder })
  const app = appMeant(given.appNamed, 'factors:check', world)
  return 'kind' in app ? app : begin({ kind: 'app', app: app.name })
}

function begin(subject: Subject): Plan {
  return send(`Checking the twelve factors of ${subjectName(subject)}...`, 'factors:check', { subject }, () => ['Two copies are made, run and destroyed; it takes a minute or so. factors shows the scorecard.'])
}

function stop(_: Given, world: ConsoleWorld): Plan {
  const running = newestFirst(world).find(({ endedAt }) => endedAt === null)
  return running === undefined ? refuse('No check is under way.', 'There is nothing to stop.') : send('Stopping the check...', 'factors:stop', { checkId: running.id })
}

function showCard(given: Given, world: ConsoleWorld): Plan {
  const typed = text(given, 'format') ?? 'text'
  const format = scorecardFormats.find((one) => one === typed)
  if (format === undefined) return refuse(`There is no format ${typed}.`, `Choose ${scorecardFormats.join(', ')}.`)
  const all = newestFirst(world)
  const own = world.app === null ? all : all.filter(({ appId }) => appId === world.app?.id)
  const [newest] = own.length > 0 ? own : all
  if (newest === undefined) return print('Nothing was checked yet.', 'factors:check runs two copies of the app and says which of the twelve factors it keeps.')
  if (newest.endedAt === null) return print(`The check of ${subjectName(newest.subject)} ${newest.doing}.`)
  if (newest.card === null) return print(`The check of ${subjectName(newest.subject)} gave no result: ${newest.trouble ?? ''}`)
  const { card } = newest
  return send(null, 'factors:scorecard', { checkId: newest.id, format }, ({ text: lines }) => [...lines.trimEnd().split('\n'), '', tally(card)])
}
