// A typed line as words, by the quoting rules of a shell and nothing else of it: no variables, no pipes, no second command.

export type LineWords =
  | { readonly kind: 'words'; readonly words: readonly LineWord[] }
  | { readonly kind: 'open-quote'; readonly quote: string; readonly words: readonly LineWord[] }

/** `from` is where it begins in the line; `text` is what is meant, without its quotes. */
export type LineWord = { readonly text: string; readonly from: number }

export function lineWords(line: string): LineWords {
  const words: LineWord[] = []
  let text = ''
  let from = -1
  let quote: string | null = null
  const end = (): void => {
    if (from !== -1) words.push({ text, from })
    text = ''
    from = -1
  }
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] as string
    if (quote === null && /\s/.test(sign)) {
      end()
      continue
    }
    if (from === -1) from = at
    if (quote === null && (sign === '"' || sign === "'")) quote = sign
    else if (sign === quote) quote = null
    else if (sign === '\\' && quote !== "'" && at + 1 < line.length) text += line[++at] ?? ''
    else text += sign
  }
  end()
  return quote === null ? { kind: 'words', words } : { kind: 'open-quote', quote, words }
}
