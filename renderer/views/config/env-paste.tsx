import { useEffect, useMemo, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Confirm } from '../../components/confirm.tsx'
import { envPreview, type EnvRow } from '../../scene/env-preview.ts'
import { useCommand } from '../../store/use-command.ts'
import { parseDotenv } from '../../text/dotenv.ts'

type Values = Readonly<Record<string, string>>

const mostCharacters = 200_000
const rowsOfText = 6
const kindWords: Readonly<Record<EnvRow['kind'], string>> = { added: '+ added', changed: '~ changed', same: '= same', refused: '× refused' }

/** Many at once: a .env file is pasted, read, shown line by line, and set as one release. */
export function EnvPaste({ app, onClose }: { readonly app: App; onClose(): void }) {
  const [text, setText] = useState('')
  const [present, setPresent] = useState<Values | null>(null)
  const get = useCommand('config:get')
  const set = useCommand('config:set')
  const { run } = get
  useEffect(() => {
    let isWanted = true
    void run({ app: app.id }).then((values) => isWanted && setPresent(values))
    return () => {
      isWanted = false
    }
    // What is set now may change while the text is looked at.
  }, [run, app.id, app.config])
  const preview = useMemo(() => envPreview(parseDotenv(text), present ?? {}), [text, present])
  const count = Object.keys(preview.vars).length
  const submit = async (): Promise<void> => {
    if ((await set.run({ app: app.id, vars: preview.vars })) !== null) onClose()
  }
  return (
    <div className="env-paste">
      <Confirm
        title="Paste a .env file"
        action={count === 0 ? 'Set and restart' : `Set ${count} ${count === 1 ? 'var' : 'vars'} and restart`}
        isReady={count > 0 && present !== null && preview.problem === null}
        isPending={set.isPending}
        error={set.error ?? get.error}
        onConfirm={() => void submit()}
        onCancel={onClose}
      >
        <p className="soft">One <code>NAME=value</code> a line. Comments, <code>export</code> and quoted values over several lines are understood. All of it makes one release, v{app.lastVersion + 1}.</p>
        <textarea
          className="input input-mono env-text"
          aria-label="Text of the .env file"
          autoFocus
          rows={rowsOfText}
          maxLength={mostCharacters}
          spellCheck={false}
          autoComplete="off"
          placeholder={'# the lines of your .env file\nGREETING="hello there"'}
          value={text}
          onChange={(event) => {
            set.clear()
            setText(event.target.value)
          }}
        />
        {preview.problem !== null && <p className="problem small" role="alert">{preview.problem}</p>}
        {preview.rows.length > 0 && present !== null && <Preview rows={preview.rows} />}
      </Confirm>
    </div>
  )
}

function Preview({ rows }: { readonly rows: readonly EnvRow[] }) {
  const counts = (['added', 'changed', 'same', 'refused'] as const).map((kind) => ({ kind, count: rows.filter((row) => row.kind === kind).length })).filter(({ count }) => count > 0)
  return (
    <>
      <p className="small" role="status">{counts.map(({ kind, count }) => `${count} ${kind}`).join(', ')}</p>
      <div className="env-preview" tabIndex={0} role="region" aria-label="What it would do">
        <table>
          <thead>
            <tr><th scope="col" className="number">Line</th><th scope="col">Name</th><th scope="col">Effect</th></tr>
          </thead>
          <tbody>
            {rows.map(({ line, key, kind, why }) => (
              <tr key={line} className={`env-${kind}`}>
                <td className="number mono">{line}</td>
                <td className="mono">{key}</td>
                <td><span className="env-kind">{kindWords[kind]}</span>{why !== null && <span className="soft small"> {why}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
