import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { Button } from '../../components/button.tsx'
import { useCommand } from '../../store/use-command.ts'
import { answerLines } from '../../text/redis-words.ts'

type Said = { readonly id: number; readonly line: string; readonly answer: readonly string[]; readonly isRefused: boolean }
const saidAtMost = 100

/** A line as in redis-cli: what is said and what comes back. */
export function RedisCli({ addOn }: { readonly addOn: AddOn }) {
  const [line, setLine] = useState('')
  const [said, setSaid] = useState<readonly Said[]>([])
  const [back, setBack] = useState(0)
  const end = useRef<HTMLOListElement>(null)
  const { run, isPending, error, clear } = useCommand('redis:cli')
  useEffect(() => {
    end.current?.scrollTo({ top: end.current.scrollHeight })
  }, [said])
  const add = (entry: Omit<Said, 'id'>): void => setSaid((before) => [...before.slice(1 - saidAtMost), { ...entry, id: (before.at(-1)?.id ?? 0) + 1 }])
  const send = async (): Promise<void> => {
    const asked = line.trim()
    if (asked === '' || isPending) return
    const answer = await run({ addOn: addOn.name, line: asked, database: 0 })
    if (answer === null) return
    add({ line: asked, answer: [...answerLines(answer.answer), ...(answer.isCut ? ['and more'] : [])], isRefused: false })
    setLine('')
    setBack(0)
  }
  const recall = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    const next = Math.max(0, Math.min(said.length, back + (event.key === 'ArrowUp' ? 1 : -1)))
    setBack(next)
    setLine(next === 0 ? '' : (said[said.length - next]?.line ?? ''))
  }
  return (
    <section className="panel" aria-labelledby="redis-cli">
      <div className="panel-head"><h2 id="redis-cli">Command line</h2><span className="faint small">one command at a time, as redis-cli takes it</span></div>
      <ol ref={end} className="redis-said" aria-label="What was said" tabIndex={0}>
        {said.length === 0 && <li className="faint small">Try PING, INFO memory, or SET greeting hello.</li>}
        {said.map((entry) => <li key={entry.id}><code className="redis-asked">&gt; {entry.line}</code><pre>{entry.answer.join('\n')}</pre></li>)}
      </ol>
      {error !== null && <p className="redis-refused problem small" role="alert">{error.message} {error.help}</p>}
      <form className="service-search" onSubmit={(event) => { event.preventDefault(); void send() }}>
        <input className="input input-mono" aria-label="Command" spellCheck={false} autoComplete="off" placeholder="GET greeting" value={line} onKeyDown={recall} onChange={(event) => { setLine(event.target.value); clear() }} />
        <Button type="submit" isPending={isPending} disabled={line.trim() === ''}>Say it</Button>
      </form>
    </section>
  )
}
