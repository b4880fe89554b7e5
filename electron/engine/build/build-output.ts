// The forms of a build's output, as every buildpack prints them: `-----> ` opens a step, seven spaces a detail, ` !     ` a warning.
// What programs print is indented like a detail; of a progress bar redrawn on one line only its last state is kept.

export const heading = (text: string): string => `-----> ${text}`
export const detail = (text: string): string => `       ${text}`
export const warning = (text: string): string => ` !     ${text}`

export type Indenter = {
  write(text: string): void
  /** Prints what stands on an unfinished line. */
  flush(): void
}

/** A line that long is printed before it ends. */
const lineMaxChars = 4096

export function createIndenter(print: (text: string) => void): Indenter {
  let rest = ''

  function write(text: string): void {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    const ready = lines.map(indented)
    if (rest.length > lineMaxChars) {
      ready.push(indented(rest))
      rest = ''
    }
    if (ready.length > 0) print(ready.join(''))
  }

  function flush(): void {
    if (rest !== '') print(indented(rest))
    rest = ''
  }

  return { write, flush }
}

function indented(line: string): string {
  const shown = lastState(line)
  return shown === '' ? '\n' : `${detail(shown)}\n`
}

function lastState(line: string): string {
  const states = line.split('\r').filter((state) => state !== '')
  return states[states.length - 1] ?? ''
}
