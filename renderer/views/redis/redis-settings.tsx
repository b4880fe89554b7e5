import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { RedisSettings } from '../../../shared/domain/add-on-server.ts'
import { evictionPolicies, type EvictionPolicy } from '../../../shared/domain/redis.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { useCommand } from '../../store/use-command.ts'
import { policyWords } from '../../text/redis-words.ts'

const timeoutAtMost = 86_400

/** What happens when memory is full, when a client says nothing, and who is the primary. */
export function RedisSettingsPanel({ addOn, redis }: { readonly addOn: AddOn; readonly redis: RedisSettings }) {
  const [policy, setPolicy] = useState<EvictionPolicy>(redis.policy)
  const [timeout, setSeconds] = useState(redis.timeoutS)
  const evict = useCommand('redis:maxmemory')
  const wait = useCommand('redis:timeout')
  const promote = useCommand('redis:promote')
  const reset = useCommand('redis:credentials:reset')
  const isTimeout = Number.isInteger(timeout) && timeout >= 0 && timeout <= timeoutAtMost
  return (
    <section className="panel" aria-labelledby="redis-settings">
      <div className="panel-head"><h2 id="redis-settings">Settings</h2></div>
      <div className="panel-body stack-12">
        <form className="service-line" onSubmit={(event) => { event.preventDefault(); void evict.run({ addOn: addOn.name, eviction: policy }) }}>
          <label className="field"><span>When memory is full</span><select className="input input-mono" value={policy} onChange={(event) => setPolicy(event.target.value as EvictionPolicy)}>{evictionPolicies.map((one) => <option key={one} value={one}>{one}</option>)}</select></label>
          <p className="soft small">{policyWords[policy]}{policy === redis.policy ? ', as it is now' : ''}.</p>
          <Button type="submit" disabled={policy === redis.policy} isPending={evict.isPending}>Set the policy</Button>
        </form>
        <ErrorNote error={evict.error} />
        <form className="service-line" onSubmit={(event) => { event.preventDefault(); if (isTimeout) void wait.run({ addOn: addOn.name, seconds: timeout }) }}>
          <NumberField label="Client that says nothing" value={timeout} unit="s" isInvalid={!isTimeout} onChange={setSeconds} />
          <p className="soft small">{timeout === 0 ? 'It stays connected for ever.' : 'It is disconnected after that. 0: never.'}</p>
          <Button type="submit" disabled={!isTimeout || timeout === redis.timeoutS} isPending={wait.isPending}>Set the timeout</Button>
        </form>
        <ErrorNote error={wait.error} />
        <div className="service-line">
          <p>Password of its apps</p>
          <p className="soft small">A new one comes to them with a release; the old one is refused then.</p>
          <Button isPending={reset.isPending} onClick={() => void reset.run({ addOn: addOn.name })}>Change the password</Button>
        </div>
        <ErrorNote error={reset.error} />
        {redis.standby !== 'none' && (
          <div className="service-line">
            <p>Node {redis.primary} is the primary{redis.promotions > 0 && `, after ${redis.promotions === 1 ? '1 promotion' : `${redis.promotions} promotions`}`}.</p>
            <p className="soft small">In order: the standby gets everything first, and nothing is lost.</p>
            <Button disabled={redis.standby !== 'up'} isPending={promote.isPending} onClick={() => void promote.run({ addOn: addOn.name })}>Let the standby take over</Button>
          </div>
        )}
        <ErrorNote error={promote.error} />
      </div>
    </section>
  )
}
