import { useState } from 'react'
import { defaultRouting, routingStrategies, type App, type RoutingStrategy } from '../../../shared/domain/app.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useCommand } from '../../store/use-command.ts'
import { strategyLessons, strategyTitles } from '../../text/routing-words.ts'

/** How a web dyno is picked for each request: switched while the app works. `isShort`: the lesson of the one in use alone. */
export function StrategyPicker({ app, isShort = false }: { readonly app: App; readonly isShort?: boolean }) {
  const set = useCommand('routing:set')
  const { strategy: inUse } = app.routing ?? defaultRouting
  const [wish, setWish] = useState<RoutingStrategy | null>(null)
  // What was pressed is marked at once; a refusal takes the mark back.
  const strategy = set.isPending && wish !== null ? wish : inUse
  const choose = (next: RoutingStrategy): void => {
    if (next === strategy || set.isPending) return
    setWish(next)
    void set.run({ app: app.id, strategy: next })
  }
  return (
    <div className="strategies" data-short={isShort || undefined}>
      <fieldset>
        <legend className={isShort ? 'visually-hidden' : 'small soft'}>The router picks a dyno by</legend>
        {routingStrategies.map((entry) => (
          <label key={entry} className="strategy" data-chosen={entry === strategy || undefined}>
            <input type="radio" name={`strategy-${isShort ? 'short' : 'long'}-${app.id}`} value={entry} checked={entry === strategy} data-testid={`strategy-${entry}`} onChange={() => choose(entry)} />
            <span>
              <b>{strategyTitles[entry]}</b>
              {(!isShort || entry === strategy) && <span className="soft small">{strategyLessons[entry]}</span>}
            </span>
          </label>
        ))}
      </fieldset>
      <ErrorNote error={set.error} />
    </div>
  )
}
