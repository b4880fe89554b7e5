import type { AddOn } from '../../../shared/domain/add-on.ts'
import { useMirror } from '../../store/mirror.ts'
import { useRedisSeconds } from '../../store/use-samples.ts'
import { ServicePage } from '../services/service-page.tsx'
import { RedisCharts } from './redis-charts.tsx'
import { RedisCli } from './redis-cli.tsx'
import { RedisFactsPanel } from './redis-facts.tsx'
import { RedisKeys } from './redis-keys.tsx'
import { RedisSettingsPanel } from './redis-settings.tsx'

/** One Redis: how full it is, what is in it, and a line to say something to it. */
export function RedisView() {
  return (
    <ServicePage title="Redis" service="heroku-redis" make="Add a Redis to an app" about="A Redis keeps values in memory, for sessions, queues and caches. Here you will see how full it is, its keys, and a line to talk to it.">
      {(addOn) => <OneRedis addOn={addOn} />}
    </ServicePage>
  )
}

function OneRedis({ addOn }: { readonly addOn: AddOn }) {
  const server = useMirror((mirror) => mirror.state.addOnServers[addOn.id] ?? null)
  const seconds = useRedisSeconds(addOn.name)
  return (
    <>
      <RedisFactsPanel addOn={addOn} server={server} />
      <RedisCharts seconds={seconds} hasStandby={server?.redis?.standby !== undefined && server.redis.standby !== 'none'} />
      <div className="service-columns">
        <RedisKeys addOn={addOn} total={seconds.at(-1)?.keys ?? null} />
        <RedisCli addOn={addOn} />
      </div>
      {server?.redis != null && <RedisSettingsPanel addOn={addOn} redis={server.redis} />}
    </>
  )
}
