import { useEffect, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { copyText } from '../../bridge/open-address.ts'
import { saveText } from '../../bridge/save-text.ts'
import { Button } from '../../components/button.tsx'
import { formatDotenv } from '../../text/dotenv.ts'

const shownForMs = 1500

/** All of them as a .env file, without showing them. */
export function EnvExport({ app, fetch }: { readonly app: App; fetch(): Promise<Readonly<Record<string, string>> | null> }) {
  const [outcome, setOutcome] = useState<string | null>(null)
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), shownForMs)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async (): Promise<void> => {
    const values = await fetch()
    if (values !== null) setOutcome((await copyText(formatDotenv(values))) ? 'Copied.' : 'The browser did not allow it. Save them as a file instead.')
  }
  const save = async (): Promise<void> => {
    const values = await fetch()
    if (values !== null) saveText(`${app.name}.env`, formatDotenv(values))
  }
  return (
    <>
      <span className="faint small" role="status">{outcome}</span>
      <Button look="quiet" icon="copy" onClick={() => void copy()}>Copy as .env</Button>
      <Button look="quiet" onClick={() => void save()}>Save as .env</Button>
    </>
  )
}
