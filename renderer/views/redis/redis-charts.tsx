import type { RedisSecond } from '../../../shared/protocol/addon-servers.ts'
import { LiveChart, type LiveLine } from '../services/live-chart.tsx'

const shownSeconds = 120
const leastBytes = 1024 * 1024

const memory: readonly LiveLine<RedisSecond>[] = [
  { label: 'used', tone: 'main', isFilled: true, value: ({ usedBytes, isUp }) => (isUp ? usedBytes : null) },
  { label: 'limit', tone: 'faint', isDashed: true, value: ({ limitBytes }) => (limitBytes === 0 ? null : limitBytes) },
]
const work: readonly LiveLine<RedisSecond>[] = [
  { label: 'commands', tone: 'main', isFilled: true, value: ({ commands, isUp }) => (isUp ? commands : null) },
  { label: 'hits', tone: 'good', value: ({ hits, isUp }) => (isUp ? hits : null) },
  { label: 'misses', tone: 'warm', isDashed: true, value: ({ misses, isUp }) => (isUp ? misses : null) },
  { label: 'evicted', tone: 'bad', value: ({ evicted, isUp }) => (isUp ? evicted : null) },
]
const clients: readonly LiveLine<RedisSecond>[] = [{ label: 'clients', tone: 'main', value: (second) => (second.isUp ? second.clients : null) }]
const lag: readonly LiveLine<RedisSecond>[] = [{ label: 'standby behind', tone: 'warm', value: ({ lagBytes }) => lagBytes }]

/** The last two minutes: how full, how busy, how many clients, and how far behind the standby is. */
export function RedisCharts({ seconds, hasStandby }: { readonly seconds: readonly RedisSecond[]; readonly hasStandby: boolean }) {
  return (
    <section className="panel" aria-label="The last two minutes">
      <div className="panel-body live-charts">
        <LiveChart id="redis-memory" title="Memory" unit="bytes" samples={seconds} lines={memory} seconds={shownSeconds} least={leastBytes} />
        <LiveChart id="redis-work" title="Commands a second" unit="count" samples={seconds} lines={work} seconds={shownSeconds} least={5} />
        {hasStandby
          ? <LiveChart id="redis-lag" title="Replication lag" unit="bytes" samples={seconds} lines={lag} seconds={shownSeconds} least={1024} />
          : <LiveChart id="redis-clients" title="Clients" unit="count" samples={seconds} lines={clients} seconds={shownSeconds} least={5} />}
      </div>
    </section>
  )
}
