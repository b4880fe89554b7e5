// What the desktop window offers its page, or null in a plain browser. Mirrors electron/preload/bridge.ts.

import type { CloseChoice, Place, WindowCommand } from '../../shared/protocol/window.ts'

export type EngineState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly url: string; readonly router: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'lost'; readonly message: string }

export type WindowBridge = {
  readonly platform: string
  connect(): void
  onEngineState(listener: (state: EngineState) => void): void
  openExternal(address: string): Promise<boolean>
  pickFolder(): Promise<string | null>
  pathForFile(file: File): string
  /** Somewhere to go, from a deep link or the command line; also when it came before the page did. */
  onPlace(listener: (place: Place) => void): void
  /** What was chosen in a menu and is the page's to do. */
  onCommand(listener: (command: WindowCommand) => void): void
  /** What closing the last window does while dynos run. */
  closeChoice(): Promise<CloseChoice>
  setCloseChoice(choice: CloseChoice): Promise<void>
  /** The page's own zoom: 1 is the ordinary size. */
  setZoom(factor: number): void
}

export function windowBridge(): WindowBridge | null {
  return (window as { readonly dynarium?: WindowBridge }).dynarium ?? null
}
