import type { AddOn } from '../../../shared/domain/add-on.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { saveBytes } from '../../bridge/save-bytes.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useConnection } from '../../store/connection.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { useAttempt } from '../../store/use-command.ts'
import { useNow } from '../../store/use-now.ts'

const lookEveryMs = 10_000
const shown = 12

export function ArchiveList({ addOn }: { readonly addOn: AddOn }) {
  const moment = String(useNow(lookEveryMs))
  const { value } = useAnswer('papertrail:archives', { addOn: addOn.id }, 0, moment)
  const { value: info } = useAnswer('papertrail:info', { addOn: addOn.id }, 0, moment)
  const load = useAttempt()
  const archives = value?.archives ?? []
  return (
    <section className="panel search-panel" aria-label="Archives">
      <h2>Archives</h2>
      {archives.length === 0 ? <p className="soft small">Each hour becomes a gzip file of tab-separated lines, in Papertrail’s columns. The first appears after a thousand lines.</p> : (
        <ul>
          {archives.slice(0, shown).map(({ name, bytes }) => (
            <li key={name} className="search-saved">
              <code className="small">{name}</code>
              <span className="faint small search-bytes">{byteSize(bytes)}</span>
              <Button isSmall look="quiet" icon="down" aria-label={`Save ${name}`} title="Save it as a file" isPending={load.isPending} onClick={() => void load.attempt(() => save(addOn.id, name))} />
            </li>
          ))}
        </ul>
      )}
      {archives.length > shown && <p className="faint small">And {archives.length - shown} older ones, {byteSize(info?.archiveBytes ?? 0)} in all.</p>}
      {info !== null && info.missed > 0 && <p className="small state state-draining">{info.missed.toLocaleString('en-US')} lines came faster than they could be taken, and are missing here.</p>}
      {info?.trouble != null && <p className="small state state-crashed">Archives can not be written: {info.trouble}</p>}
      <ErrorNote error={load.error} />
    </section>
  )
}

function save(addOn: string, name: string): Promise<void> {
  const { line } = useConnection.getState()
  if (line.kind !== 'ready') return Promise.reject(new Error('The line to the engine is down.'))
  const { client } = line
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = []
    client.open('papertrail:archive', { addOn, name }, ({ base64 }) => parts.push(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))), (error) => {
      if (error !== null) return reject(error)
      saveBytes(name, parts, 'application/gzip')
      resolve()
    })
  })
}
