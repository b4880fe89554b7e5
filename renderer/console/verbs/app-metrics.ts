import type { AppMetricSeries } from '../../../shared/domain/app-metrics.ts'
import { columns, header } from '../cli-text.ts'
import { refuse, type ConsoleWorld, type Plan } from '../plan.ts'
import type { Given, Verb } from '../verb.ts'

const minutes = 5

export const appMetricVerbs: readonly Verb[] = [
  { name: 'metrics:series', usage: '', about: 'what the app sent to its metrics add-on in the last minutes', argument: null, most: 0, needsApp: true, plan: list },
]

function list({ app }: Given, { state }: ConsoleWorld): Plan {
  const addOn = Object.values(state.addOns).find((one) => one.service === 'metrics' && one.appId === app.id && one.state === 'provisioned')
  if (addOn === undefined) return refuse(`${app.name} has no metrics add-on.`, 'Create one first: addons:create metrics.')
  return {
    kind: 'send', said: null,
    send: async (call) => {
      const { series, lost } = await call('statsd:read', { addOn: addOn.name, seconds: minutes * 60 })
      const losses = Object.entries(lost).filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what} were lost.`)
      if (series.length === 0) return { lines: [`Nothing came in the last ${minutes} minutes.`, ...losses] }
      return { lines: [header(`${app.name} Metrics`), '', ...columns([['Name', 'Tags', 'Kind', 'Last', 'Samples'], ...series.map(row)]), ...losses] }
    },
  }
}

function row({ name, tags, kind, points }: AppMetricSeries): string[] {
  const last = points.at(-1)
  return [name, tags.join(','), kind, last === undefined ? '' : `${Math.round(last.value * 100) / 100}${kind === 'timer' ? ' ms' : ''}`, String(points.reduce((sum, { samples }) => sum + samples, 0))]
}
