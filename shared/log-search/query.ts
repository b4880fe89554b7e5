// What a search asks for. The syntax is Papertrail's (its page "Search syntax"): words and "phrases" that must all be there, OR, -without,
// parentheses, and attributes that look at one field only. Letters may be large or small.

/** What a word may be found in: `any` is sender, program and message. */
export type SearchField = 'any' | 'sender' | 'program' | 'message'

export type Query =
  | { readonly kind: 'all' }
  /** `text` in small letters; it may stand anywhere, also inside a word. */
  | { readonly kind: 'text'; readonly field: SearchField; readonly text: string }
  | { readonly kind: 'level'; readonly of: 'severity' | 'facility'; readonly number: number }
  | { readonly kind: 'not'; readonly query: Query }
  | { readonly kind: 'and' | 'or'; readonly queries: readonly Query[] }

export type SearchLine = { readonly sender: string; readonly program: string; readonly message: string; readonly priority: number }

/** The whole language in words for people, with something to try. */
export const searchHelp: readonly { readonly write: string; readonly finds: string }[] = [
  { write: 'timeout error', finds: 'lines with both, in any order' },
  { write: '"connection refused"', finds: 'exactly these words; single quotes do as well' },
  { write: 'error -health', finds: 'lines with error and without health' },
  { write: 'H12 OR H13', finds: 'lines with one of them' },
  { write: '(H12 OR H13) -"GET /slow"', finds: 'parentheses group' },
  { write: 'program:router status=503', finds: 'lines of the router only' },
  { write: 'program:(web.1 web.2)', finds: 'lines of either' },
  { write: 'severity:warning', finds: 'lines of that severity; facility, sender and message work alike' },
]
