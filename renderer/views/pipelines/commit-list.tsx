import { useState } from 'react'
import { Button } from '../../components/button.tsx'

type Commit = { readonly id: string; readonly subject: string; readonly author: string }

/** Newest first; `count` is the whole of them. */
export function CommitList({ commits, count }: { readonly commits: readonly Commit[]; readonly count: number }) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? commits : commits.slice(0, shownCommits)
  return (
    <ul className="pipeline-commits">
      {shown.map(({ id, subject, author }) => <li key={id}><code className="faint">{id.slice(0, 7)}</code> <span className="ellipsis" title={subject}>{subject}</span> <span className="faint">{author}</span></li>)}
      {count > shown.length && (commits.length > shown.length ? <li><Button isSmall look="quiet" onClick={() => setWhole(true)}>All {count} commits</Button></li> : <li className="faint">and {count - shown.length} more</li>)}
    </ul>
  )
}

const shownCommits = 6
