import { byteSize } from '../../../shared/text/amounts.ts'
import { CopyButton } from '../../components/copy.tsx'
import { isOfImages } from '../../text/slug-words.ts'
import type { Push } from './use-push.ts'

const hashLetters = 19

export function SlugStep({ push: { slug, build } }: { readonly push: Push }) {
  if (slug === null) return <p className="soft">{build.status.kind === 'succeeded' ? 'This slug is not on this disk any more: no release refers to it.' : 'It is being packed.'}</p>
  return (
    <>
      <dl className="facts">
        <dt>Size</dt><dd>{byteSize(slug.bytes)}</dd>
        <dt>{isOfImages(slug) ? 'Images' : 'Files'}</dt><dd>{slug.files}</dd>
        <dt>Language</dt><dd>{slug.language ?? 'not told by the buildpack'}</dd>
        <dt>Stack</dt><dd>{slug.stack}</dd>
        <dt>Name</dt><dd><code title={slug.id}>{slug.id.slice(0, hashLetters)}…</code> <CopyButton text={slug.id} label="the slug's name" /></dd>
      </dl>
      <div>
        <h3>Process types</h3>
        <dl className="facts side-gap">
          {Object.entries(slug.processTypes).map(([type, command]) => [<dt key={`${type}-type`} className="mono">{type}</dt>, <dd key={type} className="mono">{command}</dd>])}
        </dl>
      </div>
    </>
  )
}
