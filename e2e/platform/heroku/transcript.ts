// A text of a terminal in a page: lines that begin with `$ ` are typed, what follows is printed. `...` stands for any lines.

export type Step = { readonly command: string; readonly output: string }

export function stepsIn(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? '')
  return blocks.flatMap((block) => block.split(/^\$ /m).slice(1).map(stepOf))
}

function stepOf(text: string): Step {
  const [command = '', ...output] = text.split('\n')
  return { command, output: output.join('\n') }
}

const masks: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|Z)/g, 'TIME'], [/\d{4}\/\d\d\/\d\d [\d:]+ \+\d{4} \(~ ?\d+\w+ ago\)/g, 'TIME'], [/\b(run|release|scheduler)\.\d+/g, '$1.N'],
  // What it was when it was asked after.
  [/\b(starting|up), run\.N/g, 'up, run.N'], [/(localhost|127\.0\.0\.1\]?):\d+/g, '$1:PORT'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'ID'], [/\b(memcachier|postgresql|redis)-\w+-\d+/g, '$1-NAME'], [/\S+@localhost/g, 'ACCOUNT'], [/\bweb\.\d+/g, 'web.N'], [/─+/g, '─'],
]

/** Without what differs from run to run; columns and line breaks within a warning are the terminal's. */
export function masked(text: string): string {
  const one = masks.reduce((all, [what, mask]) => all.replace(what, mask), text)
  return one.split('\n').map((line) => line.trim().replace(/\s+/g, ' ')).filter((line) => line !== '').join('\n').replace(/\n› (?!Warning|Error)/g, ' ')
}

/** Line by line; each `...` may stand for any number of them, none included. What comes on two streams may come in either order. */
export function matches(printed: string, wanted: string): boolean {
  const lines = wanted.split('\n').filter((line) => line !== '')
  if (!lines.includes('...')) return sorted(printed) === sorted(wanted)
  const pattern = lines.map((line) => (line === '...' ? '(?:.*\\n)*?' : `${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\n`)).join('')
  return new RegExp(`^${pattern}$`).test(`${printed}\n`)
}

const sorted = (text: string): string => text.split('\n').filter((line) => line !== '').sort().join('\n')
