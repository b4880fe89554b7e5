import { useEffect, useState } from 'react'
import type { LogLine } from '../../shared/domain/log.ts'
import { useConnection } from './connection.ts'

/** In a flood the lines are drawn at most this often, in milliseconds. */
const drawEveryMs = 250

/** The newest lines of one dyno or process type, followed while somebody shows them; null before the first answer. */
export function useLastLines(app: string, ps: string, count: number): readonly LogLine[] | null {
  const client = useConnection((connection) => (connection.line.kind === 'ready' ? connection.line.client : null))
  const [lines, setLines] = useState<readonly LogLine[] | null>(null)
  useEffect(() => {
    if (client === null) return
    let held: readonly LogLine[] = []
    let timer: ReturnType<typeof setTimeout> | null = null
    const draw = (): void => {
      timer = null
      setLines(held)
    }
    const close = client.open('logs', { app, ps, lines: count }, (item) => {
      held = [...held, ...item.lines].slice(-count)
      timer ??= setTimeout(draw, drawEveryMs)
    }, () => {})
    return () => {
      close()
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, app, ps, count])
  return lines
}
