import type { ITheme } from '@xterm/xterm'

/** The theme's own colours in the terminal's sixteen. What a program chooses beyond them is kept readable by a contrast floor. */
export function terminalColors(root: HTMLElement): ITheme {
  const style = getComputedStyle(root)
  const color = (name: string): string => style.getPropertyValue(name).trim()
  const [ink, faint, ground] = [color('--ink'), color('--ink-faint'), color('--sunken')]
  const [red, green, yellow, blue, magenta, cyan] = [color('--crashed'), color('--up'), color('--draining'), color('--starting'), color('--ps-5'), color('--ps-4')]
  return {
    background: ground, foreground: ink, cursor: color('--accent'), cursorAccent: ground, selectionBackground: `${color('--accent')}55`,
    black: faint, red, green, yellow, blue, magenta, cyan, white: color('--ink-soft'),
    brightBlack: faint, brightRed: red, brightGreen: green, brightYellow: yellow, brightBlue: blue, brightMagenta: magenta, brightCyan: cyan, brightWhite: ink,
  }
}
