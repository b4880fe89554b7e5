import { useState } from 'react'
import type { ExperimentRun } from '../../../shared/domain/experiment.ts'
import { saveText } from '../../bridge/save-text.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAnswer } from '../../store/use-answer.ts'
import { useAttempt } from '../../store/use-command.ts'
import { call } from '../../store/connection.ts'
import { useThemeInForce } from '../shell/use-theme.ts'

type Format = 'markdown' | 'html'

/** What the run came to, for people who were not there: as a page, as text, and as files to keep. */
export function RunReport({ run }: { readonly run: ExperimentRun }) {
  const [shown, setShown] = useState<Format | null>(null)
  const theme = useThemeInForce()
  const report = useAnswer('experiments:report', shown === null ? null : { runId: run.id, format: shown })
  const { attempt, isPending, error } = useAttempt()
  const save = (format: Format): void => void attempt(async () => {
    const { text } = await call('experiments:report', { runId: run.id, format })
    saveText(`${fileName(run.title)}.${format === 'html' ? 'html' : 'md'}`, text)
  })
  return (
    <section className="report" aria-label="Report">
      <div className="report-head">
        <h3>Report</h3>
        <div className="segments" role="group" aria-label="Show the report">
          <button type="button" aria-pressed={shown === 'html'} data-testid="report-page" onClick={() => setShown(shown === 'html' ? null : 'html')}>As a page</button>
          <button type="button" aria-pressed={shown === 'markdown'} data-testid="report-text" onClick={() => setShown(shown === 'markdown' ? null : 'markdown')}>As text</button>
        </div>
        <Button isSmall look="quiet" icon="down" isPending={isPending} onClick={() => save('html')}>Save the page</Button>
        <Button isSmall look="quiet" icon="down" isPending={isPending} onClick={() => save('markdown')}>Save the text</Button>
        {shown === 'markdown' && report.value !== null && <CopyButton text={report.value.text} label="the report" />}
      </div>
      <ErrorNote error={report.error ?? error} />
      {shown !== null && report.value === null && report.error === null && <p className="faint">Writing it.</p>}
      {shown === 'html' && report.value !== null && <iframe className="report-page" title={`Report of ${run.title}`} sandbox="" srcDoc={inLook(report.value.text, theme)} data-testid="report-frame" />}
      {shown === 'markdown' && report.value !== null && <pre className="report-text mono" tabIndex={0} data-testid="report-markdown">{report.value.text}</pre>}
    </section>
  )
}

/** A frame hears of the system's colours only, not of those that were chosen for the window. */
const inLook = (page: string, theme: string): string => page.replace('<html', `<html data-look="${theme === 'dark' || theme === 'contrast' ? 'dark' : 'light'}"`)

const fileName = (title: string): string => `report-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'experiment'}`
