// Opens a page in the person's own browser, and writes to the clipboard.

import { windowBridge } from './window-bridge.ts'

export function openAddress(address: string): void {
  const bridge = windowBridge()
  if (bridge === null) window.open(address, '_blank', 'noopener,noreferrer')
  else void bridge.openExternal(address)
}

/** False when the browser does not let the page write. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
