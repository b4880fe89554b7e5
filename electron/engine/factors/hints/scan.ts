// Splits a file into code, strings and comments, one pass, by the table of its language. All that comes out has the length of what went
// in, so places stay places. It knows more than enough to tell the three apart, and no grammar: a file it can not make sense of is read
// to its end all the same.

import { opensPattern, rubySpecials, phpSpecials, type Special } from './scan-specials.ts'
import { syntaxes, type FileKind, type StringForm, type Syntax } from './syntax.ts'

export type StringPart = { readonly at: number; readonly text: string }

export type Scanned = {
  /** As written, with spaces for comments. */
  readonly text: string
  /** As `text`, with spaces for what is inside strings, too; their quotes stay. */
  readonly code: string
  readonly strings: readonly StringPart[]
}

type Mark = 'code' | 'string' | 'comment'
const deepestNesting = 20
const [newline, space] = [10, 32]
/** As many arguments as a call may well have. */
const chunk = 4096

export function scan(source: string, kind: FileKind): Scanned {
  const syntax = syntaxes[kind]
  const marks = new Uint8Array(source.length)
  const strings: StringPart[] = []
  const specials: readonly Special[] = kind === 'ruby' ? rubySpecials : kind === 'php' ? phpSpecials : []
  let at = 0
  let brackets = 0

  function mark(from: number, to: number, as: Mark): void {
    marks.fill(as === 'comment' ? 2 : as === 'string' ? 1 : 0, from, to)
  }

  /** Up to the end, or the `}` that closes an interpolation. */
  function code(depth: number): void {
    let braces = 0
    while (at < source.length) {
      if (isPlain(source.charCodeAt(at))) {
        at += 1
        continue
      }
      const comment = commentEnd(source, at, syntax)
      if (comment !== null) {
        mark(at, comment, 'comment')
        at = comment
        continue
      }
      const special = specials.map((look) => look(source, at)).find((found) => found !== null)
      if (special != null) {
        mark(special.from, special.to, special.as)
        if (special.as === 'string') strings.push({ at: special.from, text: source.slice(special.from, special.to) })
        at = special.resume
        continue
      }
      const form = syntax.strings.find(({ open }) => source.startsWith(open, at))
      if (form !== undefined) {
        text(form, depth)
        continue
      }
      const literal = syntax.characters === true && source[at] === "'" ? /^'(?:\\[^\n]{1,6}?|[^'\\\n])'/.exec(source.slice(at, at + 9))?.[0] : undefined
      if (literal !== undefined) {
        mark(at + 1, at + literal.length - 1, 'string')
        at += literal.length
        continue
      }
      if (syntax.patterns === true && source[at] === '/' && opensPattern(source, at)) {
        pattern()
        continue
      }
      const character = source[at]
      if (character === '{') braces += 1
      if (character === '}' && depth > 0 && braces-- === 0) return
      if (character === '(' || character === '[' || character === '{') brackets += 1
      if (character === ')' || character === ']' || character === '}') brackets = Math.max(0, brackets - 1)
      at += 1
    }
  }

  function text(form: StringForm, depth: number): void {
    const from = at
    const isNote = kind === 'python' && brackets === 0 && standsAlone(source, at)
    at += form.open.length
    let plain = at
    while (at < source.length && !source.startsWith(form.close, at)) {
      if (!form.multiline && source[at] === '\n') break
      if (form.escapes && source[at] === '\\') {
        at += 2
      } else if (form.interpolation !== undefined && depth < deepestNesting && source.startsWith(form.interpolation, at)) {
        mark(plain, at, 'string')
        at += 2
        code(depth + 1)
        at += 1
        plain = at
      } else {
        at += 1
      }
    }
    at = Math.min(at, source.length)
    mark(plain, at, 'string')
    const isClosed = source.startsWith(form.close, at)
    if (!isNote) strings.push({ at: from + form.open.length, text: source.slice(from + form.open.length, at) })
    if (isClosed) at += form.close.length
    if (isNote) mark(from, at, 'comment')
  }

  function pattern(): void {
    const from = ++at
    let inClass = false
    while (at < source.length && source[at] !== '\n' && (inClass || source[at] !== '/')) {
      if (source[at] === '\\') at += 1
      else if (source[at] === '[') inClass = true
      else if (source[at] === ']') inClass = false
      at += 1
    }
    at = Math.min(at, source.length)
    mark(from, at, 'string')
    at += 1
  }

  code(0)
  return { text: blank(source, marks, 2), code: blank(source, marks, 1), strings }
}

/** Letters, digits and spaces begin nothing. */
const isPlain = (code: number): boolean => code === 32 || (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90)

function commentEnd(source: string, at: number, syntax: Syntax): number | null {
  for (const open of syntax.lineComments) {
    if (!source.startsWith(open, at)) continue
    if (syntax.spacedComments === true && at > 0 && !/\s/.test(source[at - 1] ?? '')) continue
    if (syntax.attributes === true && source.startsWith('#[', at)) continue
    const end = source.indexOf('\n', at)
    return end < 0 ? source.length : end
  }
  for (const [open, close] of syntax.blockComments) {
    if (source.startsWith(open, at)) return blockEnd(source, at, open, close, syntax.nestedComments === true)
  }
  return null
}

function blockEnd(source: string, at: number, open: string, close: string, isNested: boolean): number {
  let depth = 1
  for (let here = at + open.length; here < source.length; here += 1) {
    if (isNested && source.startsWith(open, here)) depth += 1
    if (source.startsWith(close, here) && --depth === 0) return here + close.length
  }
  return source.length
}

/** A Python string that is a statement by itself says something to people only. */
function standsAlone(source: string, at: number): boolean {
  const lineStart = source.lastIndexOf('\n', at - 1) + 1
  if (source.slice(lineStart, at).trim().replace(/^[rbuRBU]{1,2}$/, '') !== '') return false
  return !/[\\=(,[{+]\s*$/.test(source.slice(Math.max(0, lineStart - 200), lineStart))
}

function blank(source: string, marks: Uint8Array, from: 1 | 2): string {
  const units = new Uint16Array(source.length)
  for (let at = 0; at < source.length; at += 1) {
    const unit = source.charCodeAt(at)
    units[at] = (marks[at] ?? 0) < from || unit === newline ? unit : space
  }
  let out = ''
  for (let at = 0; at < units.length; at += chunk) out += String.fromCharCode(...units.subarray(at, at + chunk))
  return out
}
