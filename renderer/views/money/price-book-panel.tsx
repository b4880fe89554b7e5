import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { YamlEditor } from '../../components/yaml-editor.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'
import { saveText } from '../../bridge/save-text.ts'

const checkPauseMs = 400

/** The prices in force, and the way to others: a text with the source and day of every price. */
export function PriceBookPanel() {
  const prices = useMirror((mirror) => mirror.state.prices)
  const [draft, setDraft] = useState<string | null>(null)
  const check = useAnswer('prices:check', draft === null ? null : { text: draft }, checkPauseMs)
  const { run, isPending, error } = useCommand('prices:use')
  const put = async (text: string | null): Promise<void> => {
    if ((await run(text === null ? {} : { text })) !== null) setDraft(null)
  }
  const problems = draft === null ? [] : (check.value?.problems ?? [])
  return (
    <section className="panel" aria-labelledby="price-book">
      <div className="panel-head">
        <h2 id="price-book">Price book</h2>
        {prices !== null && <span className="faint small">“{prices.book.title}”, version {prices.book.version}, in {prices.book.currency}, in force since <Moment at={prices.since} /></span>}
      </div>
      <div className="panel-body stack-8">
        {draft === null ? (
          <div className="actions">
            <Button onClick={() => setDraft(prices?.text ?? '')}>Change the prices</Button>
            {prices !== null && <Button look="quiet" onClick={() => saveText('price-book.yaml', prices.text)}>Save as a file</Button>}
            {prices?.isStandard !== true && <Button look="quiet" isPending={isPending} onClick={() => void put(null)}>Use the prices Dynarium comes with</Button>}
          </div>
        ) : (
          <>
            <YamlEditor label="Price book, as YAML" text={draft} problems={problems} testId="price-book" onChange={setDraft} onCheck={check.again} />
            <div className="actions">
              <Button look="primary" disabled={problems.length > 0} isPending={isPending} onClick={() => void put(draft)}>Put in force from now on</Button>
              <Button look="quiet" onClick={() => setDraft(null)}>Leave it</Button>
            </div>
            <p className="faint small">What ran before keeps the price it had. A price says what a whole month costs, of which day that is, and who says so.</p>
          </>
        )}
        <ErrorNote error={error} />
      </div>
    </section>
  )
}
