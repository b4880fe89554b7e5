import { memo, useEffect, useLayoutEffect, useRef } from 'react'
import { AnsiText } from '../../components/ansi-text.tsx'
import { Button } from '../../components/button.tsx'
import { interrupt, useConsole, type ConsoleEntry } from '../../store/console-session.ts'
import { useApp } from '../../store/selectors.ts'
import { ConsoleLine } from './console-line.tsx'

/** Within this many pixels of the end the console follows what comes. */
const nearEndPixels = 24

export function ConsolePanel() {
  const entries = useConsole((session) => session.entries)
  const running = useConsole((session) => session.running)
  const app = useApp()
  const ref = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useLayoutEffect(() => {
    if (ref.current !== null && isAtEnd.current) ref.current.scrollTop = ref.current.scrollHeight
  }, [entries, running])
  useEffect(() => {
    const lines = ref.current
    if (lines === null) return
    // The room gets smaller when completions are offered or the drawer is dragged.
    const observer = new ResizeObserver(() => isAtEnd.current && (lines.scrollTop = lines.scrollHeight))
    observer.observe(lines)
    return () => observer.disconnect()
  }, [])
  return (
    <div id="drawer-panel-console" role="tabpanel" aria-labelledby="drawer-tab-console" className="console" onClick={focusLine}>
      <div
        ref={ref}
        className="console-lines"
        role="log"
        aria-label="Console output"
        // A log that is followed would never let a screen reader come to an end.
        aria-live={running === null ? 'polite' : 'off'}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => (isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPixels)}
      >
        {entries.length === 0 && <Beginning app={app?.name ?? null} />}
        {entries.map((entry) => <Entry key={entry.id} entry={entry} />)}
      </div>
      {running !== null && (
        <div className="console-running">
          <span role="status">{running}</span>
          {running.includes('Ctrl+C') && <Button isSmall icon="stop" onClick={interrupt}>Stop</Button>}
        </div>
      )}
      <ConsoleLine
        app={app?.name ?? null}
        onEnter={() => {
          isAtEnd.current = true
        }}
      />
    </div>
  )
}

/** A click on the empty part means "type here"; one that selects text does not. */
function focusLine(event: React.MouseEvent): void {
  const target = event.target as HTMLElement
  if (target.closest('button, input, a') === null && document.getSelection()?.isCollapsed !== false) document.getElementById('console-line')?.focus()
}

function Beginning({ app }: { readonly app: string | null }) {
  return (
    <div className="console-beginning">
      <p>{app === null ? 'Heroku\'s commands work here. No app is in view, so name one with -a.' : `Heroku's commands work here, for ${app}. What you click elsewhere shows up as the command that equals it.`}</p>
      <p>{app === null ? <>Try <code>apps</code>, <code>create</code> or <code>help</code>.</> : <>Try <code>ps</code>, <code>ps:scale web=2</code>, <code>logs --tail</code>, <code>run bash</code> or <code>help</code>.</>}</p>
    </div>
  )
}

const Entry = memo(function Entry({ entry }: { readonly entry: ConsoleEntry }) {
  switch (entry.kind) {
    case 'typed':
      return <p className="console-typed"><span className="console-prompt">{entry.app ?? ''} $</span> {entry.text}</p>
    case 'said':
      return <p className={entry.text.startsWith('=== ') ? 'console-head' : undefined}><AnsiText text={entry.text === '' ? '\u00a0' : entry.text} /></p>
    case 'refused':
      return <p className="console-refused"><span className="console-sign" aria-hidden="true">›</span> {entry.text} <span className="console-help">{entry.help}</span></p>
    case 'clicked':
      return <p className="console-clicked">you clicked: {entry.text}</p>
  }
})
