import { useEffect, useState } from 'react'
import { copyText } from '../bridge/open-address.ts'
import { Button } from './button.tsx'

const shownForMs = 1500

type CopyButtonProps = {
  /** Or how to get it, when it is not at hand; null when that was refused. */
  readonly text: string | (() => Promise<string | null>)
  readonly label: string
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), shownForMs)
    return () => clearTimeout(timer)
  }, [outcome])
  return (
    <>
      <Button
        look="quiet"
        isSmall
        icon={outcome === 'copied' ? 'check' : 'copy'}
        aria-label={`Copy ${label}`}
        title={outcome === 'refused' ? 'The browser did not allow it. Select the text instead.' : `Copy ${label}`}
        onClick={() => void copied(text).then((isDone) => setOutcome(isDone ? 'copied' : 'refused'))}
      />
      <span className="visually-hidden" role="status">{outcome === 'copied' ? 'Copied' : ''}</span>
    </>
  )
}

async function copied(source: CopyButtonProps['text']): Promise<boolean> {
  const text = typeof source === 'string' ? source : await source()
  return text !== null && copyText(text)
}

/** A command to run elsewhere. `shown` stands in for a text that should not be read over a shoulder. */
export function CopyLine({ text, shown, label }: { readonly text: string; readonly shown?: string; readonly label: string }) {
  return (
    <div className="copy-line">
      <code>{shown ?? text}</code>
      <CopyButton text={text} label={label} />
    </div>
  )
}
