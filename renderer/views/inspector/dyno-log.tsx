import { AnsiText } from '../../components/ansi-text.tsx'
import { Button } from '../../components/button.tsx'
import type { App } from '../../../shared/domain/app.ts'
import { showLogs } from '../../store/ui.ts'
import { useLastLines } from '../../store/use-last-lines.ts'
import { exactMoment } from '../../text/moment.ts'

const linesShown = 8

/** The newest lines of one dyno, of its app and of the platform about it. */
export function DynoLog({ app, name }: { readonly app: App; readonly name: string }) {
  const lines = useLastLines(app.id, name, linesShown)
  return (
    <>
      <div className="chart-line">
        <h3>Last log lines</h3>
        <Button look="quiet" isSmall onClick={() => showLogs(name)}>All of {name}</Button>
      </div>
      {lines === null || lines.length === 0 ? <p className="faint small">It has said nothing yet.</p> : (
        <ol className="side-log" aria-label={`Last log lines of ${name}`}>
          {lines.map((line) => <li key={line.id} className={line.source === 'heroku' ? 'is-platform' : ''} title={`${exactMoment(line.at)}\n${line.text}`}><AnsiText text={line.text} /></li>)}
        </ol>
      )}
    </>
  )
}
