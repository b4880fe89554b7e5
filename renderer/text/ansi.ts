// Terminal output as spans. Colours and bold are kept; everything that moves a cursor is dropped.

export type Span = { readonly text: string; readonly color: number | null; readonly bold: boolean }

const colorCodes = /^(3[0-7]|9[0-7])$/

/** One line's spans; `color` is 0 to 15 in the usual order. */
export function ansiSpans(line: string): Span[] {
  const spans: Span[] = []
  let color: number | null = null
  let bold = false
  let from = 0
  for (const match of line.matchAll(escapes)) {
    push(line.slice(from, match.index))
    from = match.index + match[0].length
    if (match[1] !== undefined) style(match[1])
  }
  push(line.slice(from))
  return spans

  function push(text: string): void {
    if (text !== '') spans.push({ text, color, bold })
  }

  function style(codes: string): void {
    for (const code of codes === '' ? ['0'] : codes.split(';')) {
      if (code === '0') {
        color = null
        bold = false
      } else if (code === '1') bold = true
      else if (code === '22') bold = false
      else if (code === '39') color = null
      else if (colorCodes.test(code)) color = code.startsWith('9') ? 8 + Number(code) - 90 : Number(code) - 30
    }
  }
}

export const stripAnsi = (text: string): string => text.replace(escapes, '')

/** Lines as a terminal would leave them: a carriage return starts its line anew. */
export function outputLines(text: string): string[] {
  return text.replace(/\r+\n/g, '\n').split('\n').map((line) => line.slice(line.lastIndexOf('\r') + 1))
}

// CSI with its parameters (only `m` is kept, in group 1), OSC up to its end, and two-byte escapes.
// oxlint-disable-next-line no-control-regex
const escapes = /\u001b(?:\[([\d;]*)m|\[[\d;?<>=]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g
