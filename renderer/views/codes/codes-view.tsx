import { useState } from 'react'
import { ErrorNote } from '../../components/error-note.tsx'
import { useListKeys } from '../../components/use-list-keys.ts'
import { codeGroups, codesShown, type CodeGroup } from '../../scene/code-list.ts'
import { useUi } from '../../store/ui.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { CodeDetail } from './code-detail.tsx'

/** The museum of error codes: what each means, a press that makes it happen now, its real line, and how to fix it. */
export function CodesView() {
  const list = useAnswer('codes:list', {})
  const chosen = useUi((ui) => ui.code)
  const [group, setGroup] = useState<CodeGroup>('all')
  const [search, setSearch] = useState('')
  const shown = list.value === null ? [] : codesShown(list.value.codes, group, search)
  const page = list.value?.codes.find(({ code }) => code === chosen) ?? shown[0] ?? null
  const choose = (code: string): void => useUi.setState({ code })
  const keys = useListKeys(shown.map(({ code }) => code), () => {}, choose)
  return (
    <div className="view view-fixed codes-view">
      <div className="view-head">
        <h1>Error codes</h1>
        <p className="soft">What goes wrong on a platform like this, each with a button that makes it happen.</p>
      </div>
      <ErrorNote error={list.error} />
      {list.value === null && list.error === null && <p className="faint">Opening the museum.</p>}
      {list.value !== null && (
        <div className="codes-columns">
          <section className="panel codes-list" aria-label="Codes">
            <div className="panel-head codes-filter">
              <div className="segments" role="group" aria-label="Group">
                {codeGroups.map((entry) => <button key={entry.group} type="button" aria-pressed={entry.group === group} title={entry.about} onClick={() => setGroup(entry.group)}>{entry.title}</button>)}
              </div>
              <input className="input" type="search" aria-label="Search codes" placeholder="timeout, memory…" value={search} onChange={(event) => setSearch(event.target.value)} />
            </div>
            <ul role="listbox" aria-label="Codes" tabIndex={0} aria-activedescendant={page === null ? undefined : `code-${page.code}`} onKeyDown={keys.onKeyDown}>
              {shown.map((entry) => (
                <li key={entry.code} id={`code-${entry.code}`} role="option" aria-selected={entry.code === page?.code} className="codes-item" data-active={keys.active === entry.code || undefined} data-testid={`code-${entry.code}`} onClick={() => choose(entry.code)}>
                  <b className="mono">{entry.code}</b>
                  <span className="ellipsis">{entry.title}</span>
                  {entry.cause === null && <span className="faint small" title="It can not be caused here; its page says why">not here</span>}
                </li>
              ))}
              {shown.length === 0 && <li className="faint panel-body" role="presentation">No code is about “{search}”.</li>}
            </ul>
          </section>
          {page !== null && <CodeDetail key={page.code} page={page} />}
        </div>
      )}
    </div>
  )
}
