import { useEffect, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import { copyText } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { CodeLink } from '../../components/code-link.tsx'
import { useMirror } from '../../store/mirror.ts'
import { select } from '../../store/ui.ts'
import { curlLine } from '../../text/curl-line.ts'

const shownForMs = 1500

/** What the row that the keys or the pointer chose means, and the same request again for a shell. */
export function AccessNote({ app, report }: { readonly app: App; readonly report: RequestReport | null }) {
  const port = useMirror((mirror) => mirror.info?.routerPort ?? null)
  const [copied, setCopied] = useState<string | null>(null)
  useEffect(() => {
    if (copied === null) return
    const timer = setTimeout(() => setCopied(null), shownForMs)
    return () => clearTimeout(timer)
  }, [copied])
  if (report === null) return <p className="access-note faint small">Choose a request with the arrow keys and Enter, or with a click: its way through {app.name} is shown beside the list.</p>
  const line = curlLine(report, port)
  const known = report.code === null ? undefined : routerCodes.get(report.code)
  return (
    <div className="access-note small">
      <span className="ellipsis" role="status">
        {known === undefined ? <span className="mono">{report.requestId}</span> : <><b><CodeLink code={known.code} /> {known.description}</b> {known.meaning}</>}
      </span>
      <span className="faint" role="status">{copied === line ? 'Copied. Headers and body of the first time are not in it.' : ''}</span>
      {(report.code !== null || (report.status ?? 0) >= 500) && <Button isSmall onClick={() => select({ kind: 'request', requestId: report.requestId })}>Why?</Button>}
      <Button isSmall icon="copy" title={line} onClick={() => void copyText(line).then((isDone) => setCopied(isDone ? line : null))}>Copy as curl</Button>
    </div>
  )
}
