import { useState } from 'react'
import type { StackImage } from '../../../shared/protocol/containers.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Moment } from '../../components/moment.tsx'
import { useCommand } from '../../store/use-command.ts'
import { ExportStack } from './export-stack.tsx'

type Asked = { readonly what: 'remove' | 'export'; readonly id: string }

export function ImageList({ images, onChange }: { readonly images: readonly StackImage[]; onChange(): void }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const chosen = images.find(({ id }) => id === asked?.id)
  const close = (): void => setAsked(null)
  if (images.length === 0) {
    return (
      <section className="panel" aria-labelledby="stack-images">
        <div className="panel-head"><h2 id="stack-images">Stack images</h2></div>
        <div className="panel-body"><EmptyState title="No image yet"><p>Dynos in containers start from the image of their app’s stack. Bring one in one of the ways below.</p></EmptyState></div>
      </section>
    )
  }
  return (
    <section className="panel" aria-labelledby="stack-images">
      <div className="panel-head"><h2 id="stack-images">Stack images</h2><span className="faint small">Dynos in containers start from them. {totalOf(images)} in all; layers that they share count in each.</span></div>
      <table className="containers-images">
        <thead><tr><th scope="col">Stack</th><th scope="col">From</th><th scope="col">Made</th><th scope="col" className="number">Containers</th><th scope="col" className="number">Size</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
        <tbody>
          {images.map((image) => (
            <tr key={image.id}>
              <td><b>{image.stack}</b>{!image.isCurrent && <span className="faint small"> spare</span>}<code className="faint small" title={image.digest ?? image.id}>{(image.digest ?? image.id).slice(7, 19)}</code></td>
              <td className="soft">{image.from}</td>
              <td><Moment at={image.createdAt} /></td>
              <td className="number">{image.usedBy}</td>
              <td className="number">{byteSize(image.sizeBytes)}</td>
              <td>
                <div className="actions">
                  <Button isSmall look="quiet" aria-label={`Export ${image.stack} ${image.id.slice(7, 19)}`} onClick={() => setAsked({ what: 'export', id: image.id })}>Export</Button>
                  <Button isSmall look="quiet" icon="trash" aria-label={`Remove ${image.stack} ${image.id.slice(7, 19)}`} title="Remove it" onClick={() => setAsked({ what: 'remove', id: image.id })} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {chosen !== undefined && asked !== null && (
        <div className="panel-body">
          {asked.what === 'export' ? <ExportStack key={asked.id} image={chosen} onClose={close} /> : <RemoveImage key={asked.id} image={chosen} onClose={close} onDone={() => { close(); onChange() }} />}
        </div>
      )}
    </section>
  )
}

const totalOf = (images: readonly StackImage[]): string => byteSize(images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))

function RemoveImage({ image, onClose, onDone }: { readonly image: StackImage; onClose(): void; onDone(): void }) {
  const { run, isPending, error } = useCommand('docker:images:remove')
  return (
    <Confirm
      title={`Remove ${image.stack}?`} action={`Remove ${image.stack} · frees up to ${byteSize(image.sizeBytes)}`} isDangerous isPending={isPending} error={error} onCancel={onClose}
      onConfirm={() => void run({ image: image.id }).then((done) => done !== null && onDone())}
    >
      <p>{image.isCurrent ? 'Apps that run in containers can not start a dyno of this stack until there is another image of it.' : 'Dynos of the stack start from another image, so nothing will miss it.'}</p>
    </Confirm>
  )
}
