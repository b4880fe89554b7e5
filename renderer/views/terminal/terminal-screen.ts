// xterm, tied to one one-off dyno: its colours are the theme's, its size follows the drawer, and its output is bounded.

import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { joinOneOff, resizeOneOff, typeInto } from '../../store/one-offs.ts'
import { terminalColors } from './terminal-colors.ts'

export type Screen = {
  /** Fits itself to its place and takes the focus. */
  show(): void
  /** Nothing typed goes anywhere any more, so no cursor stands there. */
  setEnded(isEnded: boolean): void
  setLabel(label: string): void
  dispose(): void
}

const scrollbackLines = 5000
/** Output that waits to be drawn, in characters; a program that prints without end is cut rather than followed. */
const undrawnMax = 2_000_000
const lossNote = '\r\n\u001b[2m[output was lost here: it came faster than it could be drawn]\u001b[0m\r\n'

const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'

export function createScreen(id: string, place: HTMLElement, leave: () => void): Screen {
  const root = document.documentElement
  const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches || root.dataset['motion'] === 'reduced'
  const terminal = new Terminal({
    screenReaderMode: true, scrollback: scrollbackLines, cursorBlink: !isStill(), fontFamily: getComputedStyle(root).getPropertyValue('--font-mono'),
    fontSize: fontSize(root), lineHeight: 1.2, minimumContrastRatio: 4.5, theme: terminalColors(root), cursorInactiveStyle: 'outline', macOptionIsMeta: true,
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.open(place)
  // Its own name for itself is that of the window's build output.
  terminal.element?.classList.remove('terminal')
  terminal.attachCustomKeyEventHandler((event) => handleKey(event, terminal, leave))
  fitNow()
  let undrawn = 0
  let isCut = false
  const quit = joinOneOff(id, sizeOf(terminal), draw)
  terminal.onData((text) => typeInto(id, text))
  terminal.onResize(({ cols, rows }) => resizeOneOff(id, { columns: cols, rows }))
  const onRoom = new ResizeObserver(fitNow)
  onRoom.observe(place)
  const onTheme = new MutationObserver(() => {
    Object.assign(terminal.options, { theme: terminalColors(root), cursorBlink: !isStill(), fontSize: fontSize(root) })
    fitNow()
  })
  onTheme.observe(root, { attributes: true })

  function draw(text: string): void {
    if (undrawn > undrawnMax) {
      isCut = true
      return
    }
    const whole = isCut ? lossNote + text : text
    isCut = false
    undrawn += whole.length
    terminal.write(whole, () => (undrawn -= whole.length))
  }

  /** A hidden place has no size, and a terminal of one column would break every line for good. */
  function fitNow(): void {
    if (place.offsetWidth > 0 && place.offsetHeight > 0) fit.fit()
  }

  return {
    show: () => {
      fitNow()
      if (document.activeElement?.getAttribute('role') !== 'tab') terminal.focus()
    },
    setEnded: (isEnded) => {
      terminal.options.disableStdin = isEnded
      terminal.write(isEnded ? hideCursor : showCursor)
    },
    setLabel: (label) => terminal.textarea?.setAttribute('aria-label', label),
    dispose: () => {
      quit()
      onRoom.disconnect()
      onTheme.disconnect()
      terminal.dispose()
    },
  }
}

const sizeOf = ({ cols, rows }: Terminal): { columns: number; rows: number } => ({ columns: cols, rows })

/** Follows the window's scale: 13 pixels at 100 percent. */
const fontSize = (root: HTMLElement): number => Math.round(Number.parseFloat(getComputedStyle(root).fontSize) * 0.8125)

/** False keeps a key from the process. F6 leaves, Ctrl+` closes the drawer, and Ctrl+C copies where text is selected. */
function handleKey(event: KeyboardEvent, terminal: Terminal, leave: () => void): boolean {
  if (event.type !== 'keydown') return true
  if (event.key === 'F6') {
    event.preventDefault()
    leave()
    return false
  }
  const isControl = event.ctrlKey || event.metaKey
  if (isControl && (event.key === '`' || event.code === 'Backquote')) return false
  const key = event.key.toLowerCase()
  // The browser's own paste: xterm hears of it and sends it as one. Plain Ctrl+V is the process's, except where it always pastes.
  if (key === 'v' && (event.metaKey || (event.ctrlKey && (event.shiftKey || navigator.userAgent.includes('Windows'))))) return false
  if (isControl && key === 'c' && terminal.hasSelection()) {
    void navigator.clipboard.writeText(terminal.getSelection()).catch(() => {})
    terminal.clearSelection()
    event.preventDefault()
    return false
  }
  return true
}
