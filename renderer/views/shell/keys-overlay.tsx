import { useEffect, useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { openKeys, useUi } from '../../store/ui.ts'
import { viewKeys } from '../../text/keys.ts'
import { KeysTable } from './keys-table.tsx'
import { pageTitles, viewTitles } from './navigation.tsx'

/** `?`: the keys of the view in sight first, then those that work everywhere. */
export function KeysOverlay() {
  const ref = useRef<HTMLDialogElement>(null)
  const appId = useUi((ui) => ui.appId)
  const view = useUi((ui) => ui.view)
  const page = useUi((ui) => ui.page)
  useEffect(() => {
    ref.current?.showModal()
  }, [])
  const here = appId === null ? viewKeys[page] : viewKeys[view]
  return (
    <dialog ref={ref} className="keys" aria-labelledby="keys-title" onClose={() => openKeys(false)} onClick={(event) => event.target === ref.current && openKeys(false)}>
      <div className="keys-body">
        <div className="keys-head">
          <h2 id="keys-title">Keys</h2>
          <Button look="quiet" icon="close" aria-label="Close the keys" onClick={() => openKeys(false)} />
        </div>
        {here !== undefined && (
          <section>
            <h3>{appId === null ? pageTitles[page] : viewTitles[view]}</h3>
            <dl className="keys-list">
              {here.map(([press, title]) => <div key={press}><dt><kbd>{press}</kbd></dt><dd>{title}</dd></div>)}
            </dl>
          </section>
        )}
        <KeysTable />
      </div>
    </dialog>
  )
}
