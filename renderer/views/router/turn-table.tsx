import { duration } from '../../../shared/text/time.ts'
import type { StrategyTurn } from '../../scene/charts-of-shares.ts'
import { strategyTitles } from '../../text/routing-words.ts'
import { thousands } from '../../text/thousands.ts'

/** Each strategy that was in use in the time shown, and what came of it: the lesson in one table. Newest on top. */
export function TurnTable({ turns, note }: { readonly turns: readonly StrategyTurn[]; readonly note: string }) {
  return (
    <section className="panel turns" aria-label="Strategies compared">
      <div className="panel-head"><h2>Strategies compared</h2></div>
      <div className="turns-scroll" tabIndex={0} role="region" aria-label="Strategies compared, table">
        <table data-testid="strategy-turns">
          <thead>
            <tr>
              <th scope="col">Strategy</th><th scope="col" className="number">In use for</th><th scope="col" className="number">Requests</th>
              <th scope="col" className="number">Busiest dyno</th><th scope="col" className="number">Idlest dyno</th><th scope="col" className="number">p95</th><th scope="col">Slowest dyno’s p95</th>
            </tr>
          </thead>
          <tbody>
            {[...turns].reverse().map((turn) => (
              <tr key={turn.from}>
                <th scope="row">{strategyTitles[turn.strategy]}</th>
                <td className="number mono">{duration(turn.to - turn.from)}</td>
                <td className="number mono">{thousands(turn.requests)}</td>
                <td className="number mono">{share(turn.most)}</td>
                <td className="number mono">{share(turn.least)}</td>
                <td className="number mono">{turn.p95 === null ? 'none' : duration(turn.p95)}</td>
                <td className="mono">{turn.slowest === null ? 'none' : `${duration(turn.slowest.p95)}, ${turn.slowest.dyno}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="panel-body small faint">{note}</p>
    </section>
  )
}

const share = (value: number | null): string => (value === null ? 'none' : `${Math.round(value * 100)} %`)
