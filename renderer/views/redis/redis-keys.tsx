import { useEffect, useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { RedisKey } from '../../../shared/protocol/addon-servers.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useCommand } from '../../store/use-command.ts'
import { answerLines, readingLine } from '../../text/redis-words.ts'
import { thousands } from '../../text/thousands.ts'

type Found = { readonly keys: readonly RedisKey[]; readonly cursor: string; readonly total: number }
const keysAtMost = 1000
const pageCount = 100

/** Keys by a pattern, some at a time, and what one holds. `total`: as told each second; when it changes there is something to ask for. */
export function RedisKeys({ addOn, total }: { readonly addOn: AddOn; readonly total: number | null }) {
  const [pattern, setPattern] = useState('*')
  const [asked, setAsked] = useState('*')
  const [found, setFound] = useState<Found | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  const { run, isPending, error } = useCommand('redis:keys')
  const { name } = addOn
  const look = async (from: Found | null, of: string): Promise<void> => {
    const answer = await run({ addOn: name, database: 0, pattern: of, cursor: from?.cursor ?? '0', count: pageCount })
    if (answer !== null) setFound({ ...answer, keys: [...(from?.keys ?? []), ...answer.keys].slice(0, keysAtMost) })
  }
  useEffect(() => void look(null, '*'), [name])
  const search = (): void => {
    const of = pattern.trim() === '' ? '*' : pattern
    setAsked(of)
    setOpen(null)
    void look(null, of)
  }
  const isOld = found !== null && total !== null && total !== found.total
  return (
    <section className="panel" aria-labelledby="redis-keys">
      <div className="panel-head"><h2 id="redis-keys">Keys</h2><span className="faint small">{found === null ? '' : `${thousands(total ?? found.total)} in database 0`}</span></div>
      <form className="service-search" onSubmit={(event) => { event.preventDefault(); search() }}>
        <Field label="Pattern" isLabelHidden isMono type="search" placeholder="user:*" maxLength={200} value={pattern} onChange={(event) => setPattern(event.target.value)} />
        <Button type="submit" isPending={isPending}>{isOld ? 'Look again' : 'Look'}</Button>
      </form>
      <ErrorNote error={error} />
      {found !== null && found.keys.length === 0 && <p className="panel-body soft small">{asked === '*' ? 'No key yet. The app sets them, or the line beside this: SET greeting hello' : `No key is like ${asked}${found.cursor === '0' ? '' : ' so far'}.`}</p>}
      {found !== null && found.keys.length > 0 && (
        <ul className="redis-keys">
          {found.keys.map((key) => (
            <li key={key.key}>
              <button type="button" className="redis-key" aria-expanded={open === key.key} onClick={() => setOpen(open === key.key ? null : key.key)}>
                <code className="ellipsis" title={key.key}>{key.key}</code><span className="faint small">{key.type}</span>
                <span className="small faint number">{key.ttlMs === null ? 'stays' : `ends in ${duration(key.ttlMs)}`}</span><span className="small number">{key.bytes === null ? '' : byteSize(key.bytes)}</span>
              </button>
              {open === key.key && <KeyValue addOn={addOn} found={key} />}
            </li>
          ))}
        </ul>
      )}
      {found !== null && found.cursor !== '0' && found.keys.length < keysAtMost && <div className="panel-body"><Button isSmall isPending={isPending} onClick={() => void look(found, asked)}>More keys</Button></div>}
    </section>
  )
}

function KeyValue({ addOn, found: { key, type } }: { readonly addOn: AddOn; readonly found: RedisKey }) {
  const [lines, setLines] = useState<readonly string[] | null>(null)
  const { run, error } = useCommand('redis:cli')
  const line = readingLine(type, key)
  useEffect(() => {
    let isWanted = true
    if (line !== null) void run({ addOn: addOn.name, line, database: 0 }).then((answer) => isWanted && answer !== null && setLines([...answerLines(answer.answer), ...(answer.isCut ? ['and more'] : [])]))
    return () => {
      isWanted = false
    }
  }, [addOn.name, line, run])
  if (line === null) return <p className="redis-value small faint">Nothing here reads a {type}.</p>
  return <><ErrorNote error={error} />{lines !== null && <pre className="redis-value" tabIndex={0} aria-label={`Value of ${key}`}><span className="faint">{line}</span>{'\n'}{lines.join('\n')}</pre>}</>
}
