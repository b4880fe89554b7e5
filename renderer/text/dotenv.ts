// Files of the form KEY=value, as people keep them beside their code (.env). There is no standard; this takes what the common
// readers agree on: comments, `export`, single, double and back quotes, quoted values over several lines. Nothing is expanded.

export type DotenvEntry = { readonly kind: 'var'; readonly line: number; readonly key: string; readonly value: string } | { readonly kind: 'problem'; readonly line: number; readonly text: string; readonly why: string }

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' }
const shownOfLine = 40

/** In the order of the text; lines count from 1. */
export function parseDotenv(text: string): readonly DotenvEntry[] {
  const lines = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n').split('\n')
  const entries: DotenvEntry[] = []
  for (let at = 0; at < lines.length; at++) {
    const source = lines[at] ?? ''
    const line = at + 1
    const refuse = (why: string): void => void entries.push({ kind: 'problem', line, text: shortened(source), why })
    if (/^\s*(#|$)/.test(source)) continue
    const assigned = /^\s*(?:export\s+)?([^=]*?)\s*=\s*(.*)$/s.exec(source)
    if (assigned === null) {
      refuse('There is no = in this line.')
      continue
    }
    const [, key = '', rest = ''] = assigned
    const quote = /^["'`]/.exec(rest)?.[0]
    if (quote === undefined) {
      entries.push({ kind: 'var', line, key, value: rest.replace(/(^|\s+)#.*$/s, '').trim() })
      continue
    }
    const quoted = readQuoted(quote, [rest.slice(1), ...lines.slice(at + 1)])
    if (quoted === null) {
      refuse(`The ${quote} that opens here is not closed.`)
      continue
    }
    at += quoted.linesMore
    if (/^\s*(#.*)?$/s.test(quoted.after)) entries.push({ kind: 'var', line, key, value: quoted.value })
    else refuse(`Something stands behind the closing ${quote}.`)
  }
  return entries
}

/** One line a var, quoted where it must be, so that reading it gives the same again. */
export function formatDotenv(config: Readonly<Record<string, string>>): string {
  return Object.keys(config).sort().map((key) => `${key}=${formatValue(config[key] ?? '')}\n`).join('')
}

type Quoted = { readonly value: string; readonly linesMore: number; readonly after: string }

function readQuoted(quote: string, lines: readonly string[]): Quoted | null {
  let value = ''
  for (let more = 0; more < lines.length; more++) {
    const line = lines[more] ?? ''
    if (more > 0) value += '\n'
    for (let at = 0; at < line.length; at++) {
      const letter = line[at] ?? ''
      if (letter === quote) return { value, linesMore: more, after: line.slice(at + 1) }
      const escaped = quote === '"' && letter === '\\' ? escapes[line[at + 1] ?? ''] : undefined
      value += escaped ?? letter
      if (escaped !== undefined) at++
    }
  }
  return null
}

function formatValue(value: string): string {
  if (/^[\w./:@%+,-]*$/.test(value)) return value
  if (!/['\n\r]/.test(value)) return `'${value}'`
  return `"${value.replace(/[\\"$]/g, (letter) => `\\${letter}`).replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`
}

const shortened = (line: string): string => (line.length > shownOfLine ? `${line.slice(0, shownOfLine)}…` : line)
