import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { Moment } from '../../components/moment.tsx'
import { select } from '../../store/ui.ts'
import { lastWhere } from '../../text/last-where.ts'
import { causeWords } from '../../text/tone.ts'
import type { Push } from './use-push.ts'

/** Where the source came from, and what led to the push. */
export function CommitStep({ push: { build, events } }: { readonly push: Push }) {
  const started = lastWhere(events, (event) => event.type === 'build.started' && event.data.buildId === build.id)
  const { source } = build
  const received = source.kind === 'git' ? lastWhere(events, (event) => event.type === 'push.received' && event.data.newCommit === source.commit) : null
  return (
    <>
      <dl className="facts">
        {source.kind === 'git' && (
          <>
            <dt>Commit</dt><dd><code>{source.commit}</code> <CopyButton text={source.commit} label="the commit" /></dd>
            <dt>Subject</dt><dd>{source.subject}</dd>
            {received?.type === 'push.received' && <><dt>Pushed to</dt><dd><code>{received.data.ref.replace(/^refs\/(heads|tags)\//, '')}</code></dd></>}
          </>
        )}
        {source.kind === 'folder' && <><dt>Folder</dt><dd className="mono">{source.path}</dd></>}
        {source.kind === 'tarball' && <><dt>Archive</dt><dd className="mono">{source.name}</dd></>}
        <dt>By</dt><dd>{build.by}</dd>
        <dt>Started</dt><dd><Moment at={build.startedAt} /></dd>
      </dl>
      {started !== null && (
        <div>
          {started.causedBy.kind === 'command' && <p className="soft">{causeWords(started.causedBy)}</p>}
          <Button isSmall onClick={() => select({ kind: 'event', seq: started.seq })}>Why this build?</Button>
        </div>
      )}
    </>
  )
}
