import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { useCommand } from '../../store/use-command.ts'
import { ResultTable } from './result-table.tsx'

const askedAtMost = 20
const tablesSql = "SELECT schemaname AS schema, relname AS table, n_live_tup AS rows, pg_size_pretty(pg_total_relation_size(relid)) AS size FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC"

/** SQL in, a table out; what Postgres refuses, it refuses in its own words. */
export function QueryConsole({ addOn }: { readonly addOn: AddOn }) {
  const [sql, setSql] = useState('')
  const [asked, setAsked] = useState<readonly string[]>([])
  const [answer, setAnswer] = useState<CallOutput<'pg:query'> | null>(null)
  const credentials = Object.keys(addOn.config)
  const [credential, setCredential] = useState('default')
  const { run, isPending, error, clear } = useCommand('pg:query')
  const ask = async (text: string): Promise<void> => {
    if (text.trim() === '' || isPending) return
    setAnswer(null)
    const got = await run({ addOn: addOn.name, sql: text, maxRows: 200, timeoutMs: 10_000, ...(credential === 'default' ? {} : { credential }) })
    setAsked((before) => [text, ...before.filter((one) => one !== text)].slice(0, askedAtMost))
    if (got !== null) setAnswer(got)
  }
  return (
    <section className="panel" aria-labelledby="pg-query">
      <div className="panel-head">
        <h2 id="pg-query">Query</h2><span className="faint small">Ctrl Enter runs it; at most 200 rows and 10 s</span>
        <div className="actions">
          {credentials.length > 1 && <select className="input input-mono" aria-label="Credential" value={credential} onChange={(event) => setCredential(event.target.value)}>{credentials.map((one) => <option key={one} value={one}>{one}</option>)}</select>}
          <Button isSmall onClick={() => { setSql(tablesSql); void ask(tablesSql) }}>Tables</Button>
        </div>
      </div>
      <form className="panel-body stack-8" onSubmit={(event) => { event.preventDefault(); void ask(sql) }}>
        <textarea className="input input-mono pg-sql" aria-label="SQL" rows={5} spellCheck={false} maxLength={100_000} placeholder="SELECT now(), version()" value={sql} onChange={(event) => { setSql(event.target.value); clear() }} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void ask(sql) } }} />
        <div className="actions">
          <Button type="submit" look="primary" disabled={sql.trim() === ''} isPending={isPending}>Run it</Button>
          {asked.length > 0 && <select className="input input-mono pg-asked" aria-label="Earlier queries" value="" onChange={(event) => setSql(event.target.value)}><option value="">Earlier queries</option>{asked.map((one) => <option key={one} value={one}>{one.slice(0, 80)}</option>)}</select>}
          {answer !== null && <span className="faint small" role="status">{answer.command}, {answer.columns.length === 0 ? 'no rows' : `${answer.rows.length}${answer.hasMore ? ' and more' : ''} rows`}, {duration(answer.tookMs)}</span>}
        </div>
        {error !== null && <pre className="pg-error" role="alert">{error.message}{error.help === '' ? '' : `\n${error.help}`}</pre>}
      </form>
      {answer !== null && answer.columns.length > 0 && <ResultTable label="Answer" table={answer} empty="No rows." />}
    </section>
  )
}
