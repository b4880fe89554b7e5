import { useEffect, useState } from 'react'
import type { CloseChoice } from '../../../shared/protocol/window.ts'
import { windowBridge, type WindowBridge } from '../../bridge/window-bridge.ts'
import { Preference } from './preference.tsx'
import { Segments } from './segments.tsx'

/** Only the desktop window can be closed over running dynos; in a browser the platform goes on anyway. */
export function ClosingPreference() {
  const bridge = windowBridge()
  return bridge === null ? null : <Closing bridge={bridge} />
}

function Closing({ bridge }: { readonly bridge: WindowBridge }) {
  const [choice, setChoice] = useState<CloseChoice | null>(null)
  useEffect(() => {
    void bridge.closeChoice().then(setChoice)
  }, [bridge])
  if (choice === null) return null
  const change = (next: CloseChoice): void => {
    setChoice(next)
    void bridge.setCloseChoice(next)
  }
  return (
    <Preference title="Closing" note="What closing the last window does while dynos run.">
      <Segments label="What closing does" value={choice} options={[['ask', 'Ask me'], ['keep', 'Let apps go on'], ['quit', 'Stop all and quit']]} onChange={change} />
    </Preference>
  )
}
