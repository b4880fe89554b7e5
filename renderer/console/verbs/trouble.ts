// Verbs of our own: faults, experiments and the museum. Heroku has none of them; they stand beside its verbs in one console.

import type { FaultFacts, FaultParamValue, FaultTarget } from '../../../shared/domain/fault.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { leaseEndWords, targetWords } from '../../text/fault-words.ts'
import { verdictTitles } from '../../text/experiment-words.ts'
import { appMeant } from '../app-meant.ts'
import { columns, header } from '../cli-text.ts'
import { closest } from '../closest.ts'
import { print, refuse, send, type ConsoleWorld, type Plan, type Refusal } from '../plan.ts'
import { many, text, type Flag, type Given, type Verb } from '../verb.ts'

const targetFlags: readonly Flag[] = [
  { name: 'type', short: 't', takes: 'TYPE', about: 'all dynos of a process type, e.g. web' },
  { name: 'dyno', short: 'd', takes: 'DYNO', about: 'one dyno, or several with commas' },
  { name: 'host', takes: 'HOST', about: 'a virtual host, e.g. a1' },
  { name: 'zone', takes: 'ZONE', about: 'a zone, e.g. a' },
  { name: 'router', takes: null, about: 'the router, for all apps' },
  { name: 'proxy', takes: 'LINK', about: 'a link of the proxy' },
  { name: 'addon', takes: 'ADDON', about: 'a server of an add-on' },
  { name: 'server', takes: 'ROLE', about: 'which one, e.g. standby (primary)' },
  { name: 'app', short: 'a', takes: 'NAME', about: 'whose dynos they are' },
  { name: 'seconds', short: 's', takes: 'N', about: 'how long at most (60)' },
]

export const troubleVerbs: readonly Verb[] = [
  { name: 'faults', usage: '', about: 'faults in force, and how to cause one', argument: null, most: 0, needsApp: false, plan: listFaults },
  { name: 'faults:list', usage: '', about: 'every fault there is', argument: null, most: 0, needsApp: false, plan: () => catalogue() },
  { name: 'faults:start', usage: 'FAULT --type TYPE | --dyno DYNO | ... [--KNOB VALUE]', about: 'cause a fault; it ends by itself', argument: 'words', most: 1, flags: targetFlags, takesKnobs: true, needsApp: false, plan: startFault },
  { name: 'faults:stop', usage: 'ID', about: 'end one fault', argument: 'lease', most: 1, needsApp: false, plan: stopFault },
  { name: 'faults:stop-all', usage: '', about: 'end all faults at once', argument: null, most: 0, needsApp: false, plan: () => send('Stopping all faults...', 'faults:stop-all', {}, ({ stopped }) => [`${stopped} stopped`]) },
  { name: 'faults:receipts', usage: '', about: 'what faults changed, and that all was put back', argument: null, most: 0, needsApp: false, plan: listReceipts },
  { name: 'experiments', usage: '', about: 'experiments, and runs of this app', argument: null, most: 0, needsApp: false, plan: listExperiments },
  { name: 'experiments:run', usage: 'NAME', about: 'run an experiment on the app', argument: 'words', most: many, needsApp: true, plan: runExperiment },
  { name: 'experiments:stop', usage: '[RUN]', about: 'stop a run and roll it back', argument: 'run', most: 1, needsApp: false, plan: stopExperiment },
  { name: 'codes', usage: '[CODE]', about: 'error codes: all, or what one means', argument: 'words', most: 1, needsApp: false, plan: showCodes },
  { name: 'codes:cause', usage: 'CODE', about: 'make an error code happen on a sample app', argument: 'words', most: 1, needsApp: false, plan: causeCode },
  { name: 'codes:fix', usage: 'CODE', about: 'undo it, and look whether the app answers again', argument: 'words', most: 1, needsApp: false, plan: fixCode },
]

function listFaults(_: Given, { state, now }: ConsoleWorld): Plan {
  const leases = Object.values(state.leases)
  if (leases.length === 0) return print('No fault is in force.', 'faults:list shows what there is. Try faults:start latency --type web --latencyMs 300 --seconds 60.')
  const rows = leases.map((lease) => [lease.id, lease.title, targetWords(lease.target, state), `${Math.max(0, Math.ceil((lease.expiresAt - now) / 1000))} s left`])
  return print(header('Faults in force'), '', ...columns(rows), '', 'faults:stop ID ends one, faults:stop-all all of them.')
}

function catalogue(): Plan {
  return {
    kind: 'send', said: null,
    send: async (call) => {
      const { faults } = await call('faults:list', {})
      return { lines: columns(faults.map((fault) => [fault.kind, fault.layer, fault.targets.join(', '), fault.title])) }
    },
  }
}

function startFault(given: Given, world: ConsoleWorld): Plan {
  const [kind] = given.words
  if (kind === undefined) return refuse('Missing the fault.', 'faults:list shows them. Try faults:start latency --type web --latencyMs 300.')
  const target = targetOf(given, world)
  if (target !== null && target.kind === 'refuse') return target
  if (target === null) return refuse('Missing the target.', 'Name one: --type web, --dyno web.1, --host a1, --zone a, --router or --proxy LINK.')
  const seconds = text(given, 'seconds')
  if (seconds !== null && !/^\d{1,4}$/.test(seconds)) return refuse(`${seconds} is not a number of seconds.`, 'Write --seconds 60; at most 3600.')
  return {
    kind: 'send', said: `Starting ${kind} on ${targetWords(target, world.state)}...`,
    send: async (call, look) => {
      const { faults } = await call('faults:list', {})
      const fault = faults.find((entry) => entry.kind === kind)
      if (fault === undefined) throw new PlatformError('fault-not-found', { fault: kind, known: knownLike(kind, faults) })
      const { leaseId } = await call('faults:start', { kind, target, params: paramsOf(given, fault), ...(seconds === null ? {} : { seconds: Number(seconds) }) })
      const lease = look().leases[leaseId]
      return { lines: lease === undefined ? ['', 'It was done in a moment. faults:receipts shows its receipt.'] : [leaseId, ...lease.changed] }
    },
  }
}

function knownLike(kind: string, faults: readonly FaultFacts[]): string {
  const names = faults.map((fault) => fault.kind)
  const meant = closest(kind, names)
  return meant === null ? names.join(', ') : `${meant} and ${names.length - 1} more`
}

/** Only dynos are of an app. */
function targetOf(given: Given, world: ConsoleWorld): FaultTarget | Refusal | null {
  const [type, dyno, host, zone, proxy] = [text(given, 'type'), text(given, 'dyno'), text(given, 'host'), text(given, 'zone'), text(given, 'proxy')]
  if (type !== null || dyno !== null) {
    const app = appMeant(given.appNamed, 'faults:start', world)
    if ('kind' in app) return app
    if (type !== null) return { kind: 'type', app: app.name, type }
    return { kind: 'dynos', app: app.name, dynos: (dyno ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '') }
  }
  if (host !== null) return { kind: 'host', host }
  if (zone !== null) return { kind: 'zone', zone }
  if (proxy !== null) return { kind: 'proxy', proxy }
  const [addOn, server] = [text(given, 'addon'), text(given, 'server')]
  if (addOn !== null) return { kind: 'addon', addOn, ...(server === null ? {} : { server }) }
  return given.flags['router'] === true ? { kind: 'router' } : null
}

/** What is no flag of the verb is a knob of the fault; a knob it has not is refused by the engine, with those it has. */
function paramsOf({ flags }: Given, fault: FaultFacts): Record<string, FaultParamValue> {
  const own = new Set(targetFlags.map(({ name }) => name))
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !own.has(name)).map(([name, value]) => [name, valueOf(value, fault.params.find((param) => param.name === name)?.kind)]))
}

function valueOf(typed: string | true, kind: string | undefined): FaultParamValue {
  if (typed === true) return true
  if (kind === 'number' && /^-?\d*\.?\d+$/.test(typed)) return Number(typed)
  if (kind === 'switch' && /^(true|false|on|off|yes|no)$/.test(typed)) return /^(true|on|yes)$/.test(typed)
  return typed
}

function stopFault({ words: [leaseId] }: Given, { state }: ConsoleWorld): Plan {
  const ids = Object.keys(state.leases)
  if (leaseId === undefined) return refuse('Missing the id of the fault.', ids.length === 0 ? 'No fault is in force.' : `In force: ${ids.join(', ')}. faults:stop-all ends all of them.`)
  return send(`Stopping ${leaseId}...`, 'faults:stop', { leaseId })
}

function listReceipts(_: Given, { state }: ConsoleWorld): Plan {
  const newest = state.receipts.slice(-20).reverse()
  if (newest.length === 0) return print('No fault has ended yet.')
  return print(header('Receipts, newest first'), '', ...newest.flatMap((receipt) => [
    `${receipt.title} on ${targetWords(receipt.target, state)}: ended ${leaseEndWords[receipt.why]}, residue ${receipt.residue.length}`,
    ...receipt.restored.map((line) => `  put back: ${line}`), ...receipt.residue.map((line) => `  left: ${line}`),
  ]))
}

function listExperiments(_: Given, { state, app }: ConsoleWorld): Plan {
  return {
    kind: 'send', said: null,
    send: async (call) => {
      const { experiments } = await call('experiments:list', {})
      const runs = Object.values(state.experiments).filter((run) => run.appId === app?.id).slice(-10).reverse()
      return {
        lines: [
          header('Experiments'), '', ...columns(experiments.map((file) => [file.id, file.origin, file.title])),
          ...(runs.length === 0 ? [] : ['', header('Runs, newest first'), '', ...columns(runs.map((run) => [run.id, run.title, run.verdict === null ? `running: ${run.phase}` : verdictTitles[run.verdict]]))]),
        ],
      }
    },
  }
}

/** By its id or its title. */
function runExperiment({ app, words }: Given): Plan {
  const name = words.join(' ')
  if (name === '') return refuse('Missing the experiment.', 'experiments lists them. Try experiments:run one-dyno-dies.')
  return {
    kind: 'send', said: `Starting ${name} on ${app.name}...`,
    send: async (call) => {
      const { experiments } = await call('experiments:list', {})
      const file = experiments.find((entry) => entry.id === name || entry.title.toLowerCase() === name.toLowerCase())
      if (file === undefined) throw new PlatformError('experiment-not-found', { experiment: name })
      const { runId } = await call('experiments:run', { app: app.name, text: file.text })
      return { lines: [runId, `${file.title} is under way. Watch it in the view of experiments; experiments:stop ends it.`] }
    },
  }
}

function stopExperiment({ words: [named] }: Given, { state }: ConsoleWorld): Plan {
  const running = Object.values(state.experiments).filter((run) => run.endedAt === null)
  const runId = named ?? running.at(-1)?.id
  if (runId === undefined) return refuse('No experiment is running.', 'There is nothing to stop.')
  return send('Stopping the experiment and rolling back...', 'experiments:stop', { runId })
}

const codeOf = (typed: string | undefined): string | null => (typed === undefined ? null : typed.toUpperCase())
const missingCode = (): Plan => refuse('Missing the code.', 'codes lists them. Try codes:cause H12.')

function showCodes({ words: [typed] }: Given): Plan {
  const code = codeOf(typed)
  return {
    kind: 'send', said: null,
    send: async (call) => {
      const { codes } = await call('codes:list', {})
      if (code === null) return { lines: columns(codes.map((page) => [page.code, page.title])) }
      const page = codes.find((entry) => entry.code === code)
      if (page === undefined) throw new PlatformError('input-invalid', { call: 'codes', why: `there is no code ${code}` })
      return { lines: [header(`${page.code} ${page.title}`), '', page.meaning, page.trigger, '', page.line, '', `Fix: ${page.fix}`] }
    },
  }
}

function causeCode({ words: [typed] }: Given): Plan {
  const code = codeOf(typed)
  if (code === null) return missingCode()
  return send(`Causing ${code} on a sample app...`, 'codes:cause', { code }, ({ line, seconds, steps }) => [`after ${seconds} s`, ...steps.map((step) => `  ${step}`), line])
}

function fixCode({ words: [typed] }: Given): Plan {
  const code = codeOf(typed)
  if (code === null) return missingCode()
  return send(`Fixing ${code}...`, 'codes:fix', { code }, ({ isFixed, found }) => [isFixed ? 'fixed' : 'not fixed', found])
}
