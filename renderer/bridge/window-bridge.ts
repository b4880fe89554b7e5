// What the desktop window offers its page, or null in a plain browser. Mirrors electron/preload/bridge.ts.

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
}

export function windowBridge(): WindowBridge | null {
  return (window as { readonly dynarium?: WindowBridge }).dynarium ?? null
}
