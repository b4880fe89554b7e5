import { useState } from 'react'
import type { StackImage } from '../../../shared/protocol/containers.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Field } from '../../components/field.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'

/** To one file, for a machine that reaches no registry. */
export function ExportStack({ image, onClose }: { readonly image: StackImage; onClose(): void }) {
  const folder = useMirror((mirror) => mirror.info?.dataDir ?? '')
  const [path, setPath] = useState(folder === '' ? '' : `${folder}/${image.stack}.tar`)
  const [saved, setSaved] = useState<number | null>(null)
  const { run, isPending, error } = useCommand('docker:images:export')
  if (saved !== null) {
    return (
      <div className="stack-8">
        <p role="status">Saved {byteSize(saved)} to <code>{path}</code>. Carry it to another machine, and import it there on this page.</p>
        <div className="actions"><Button onClick={onClose}>Close</Button></div>
      </div>
    )
  }
  return (
    <Confirm
      title={`Export ${image.stack}`} action={isPending ? 'Writing' : `Write about ${byteSize(image.sizeBytes)}`} isReady={path.trim() !== ''} isPending={isPending} error={error} onCancel={onClose}
      onConfirm={() => void run({ image: image.id, path: path.trim() }).then((done) => done !== null && setSaved(done.bytes))}
    >
      <Field label="To a new file" isMono value={path} hint="The whole path, ending with .tar. A large image takes a minute or two." onChange={(event) => setPath(event.target.value)} />
    </Confirm>
  )
}
