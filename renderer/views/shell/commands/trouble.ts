import { routingStrategies } from '../../../../shared/domain/app.ts'
import { call } from '../../../store/connection.ts'
import { goToExperiment } from '../../../store/experiment-desk.ts'
import { stopAllFaults } from '../../../store/stop-faults.ts'
import { select, showView } from '../../../store/ui.ts'
import { targetWords } from '../../../text/fault-words.ts'
import { keyWords } from '../../../text/keys.ts'
import { strategyLessons, strategyTitles } from '../../../text/routing-words.ts'
import type { Command, CommandContext } from './command.ts'

const codePattern = /^[HRL]\d{2}$/i

/** Faults, experiments, the router and the museum. */
export function troubleCommands({ app, state }: CommandContext): readonly Command[] {
  const leases = Object.values(state.leases)
  const running = Object.values(state.experiments).filter((run) => run.endedAt === null)
  const stop: readonly Command[] = [
    { id: 'stop-all', group: 'Faults', title: 'Stop all faults and experiments', note: leases.length + running.length === 0 ? 'none is in force' : `${leases.length + running.length} in force`, words: 'end panic abort', keys: keyWords((action) => action.kind === 'stop-faults'), cli: () => 'heroku faults:stop-all', run: stopAllFaults },
    ...leases.map((lease): Command => ({ id: `stop-${lease.id}`, group: 'Faults', title: `Stop ${lease.title} on ${targetWords(lease.target, state)}`, words: 'end fault', cli: () => `heroku faults:stop ${lease.id}`, run: () => call('faults:stop', { leaseId: lease.id }) })),
    ...running.map((run): Command => ({ id: `stop-${run.id}`, group: 'Faults', title: `Stop the experiment ${run.title}`, words: 'end abort', cli: () => `heroku experiments:stop ${run.id}`, run: () => call('experiments:stop', { runId: run.id }) })),
  ]
  const cause: Command = {
    id: 'cause-code', group: 'Faults', title: 'Cause error code _', note: 'on a sample app', words: 'museum H12 R14 L10', questions: [{ label: 'Code', placeholder: 'H12', problem: (code) => (codePattern.test(code) ? null : 'A code is H, R or L and two digits.') }],
    cli: ([code = '_']) => `heroku codes:cause ${code}`,
    run: async ([code = '']) => (await call('codes:cause', { code: code.toUpperCase() })).line,
  }
  if (app === null) return [...stop, cause]
  const strategy = app.routing?.strategy ?? 'random'
  return [
    ...stop,
    { id: 'fault', group: 'Faults', title: 'Cause a fault', words: 'break chaos latency kill freeze inject', cli: () => 'heroku faults:list', run: () => showView('faults') },
    ...routingStrategies.map((entry): Command => ({
      id: `route-${entry}`, group: 'Faults', title: `Route by ${strategyTitles[entry].toLowerCase()}`, note: entry === strategy ? 'in use' : strategyLessons[entry].split('.')[0] ?? '', words: 'router strategy balance load', cli: () => `heroku routing:set --strategy ${entry}`,
      run: () => call('routing:set', { app: app.id, strategy: entry }),
    })),
    { id: 'compare-routing', group: 'Faults', title: 'Compare routing strategies', words: 'router balance chart p95', run: () => showView('router') },
    { id: 'router-facts', group: 'Faults', title: 'Look at the router', words: 'targets errors', run: () => select({ kind: 'router' }) },
    {
      id: 'new-experiment', group: 'Faults', title: 'Write an experiment', words: 'chaos yaml hypothesis steady', cli: () => 'heroku experiments',
      run: () => {
        showView('experiments')
        goToExperiment(app.id, { kind: 'draft' })
      },
    },
    cause,
  ]
}
