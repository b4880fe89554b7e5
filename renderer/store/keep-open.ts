// A stream is open for as long as somebody looks: again with every new line to the engine, and not while the page is hidden unless
// it is wanted then as well.

import type { Client } from '../../shared/protocol/client.ts'
import { useConnection } from './connection.ts'

/** `open` answers with what closes the stream again. Runs until the returned function is called. */
export function keepOpen(open: (client: Client) => () => void, { whileHidden = false }: { readonly whileHidden?: boolean } = {}): () => void {
  let close: (() => void) | null = null
  function again(): void {
    close?.()
    const { line } = useConnection.getState()
    close = line.kind !== 'ready' || (document.hidden && !whileHidden) ? null : open(line.client)
  }
  again()
  const unsubscribe = useConnection.subscribe((now, before) => now.line !== before.line && again())
  if (!whileHidden) document.addEventListener('visibilitychange', again)
  return () => {
    unsubscribe()
    document.removeEventListener('visibilitychange', again)
    close?.()
  }
}
