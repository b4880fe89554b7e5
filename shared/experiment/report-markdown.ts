// The report as Markdown: for a pull request, a wiki or a letter.

import { blameInWords, storyOf } from './report-story.ts'
import type { RunRecord } from './run-record.ts'

export function markdownReport(record: RunRecord): string {
  const story = storyOf(record)
  const parts = [
    `# ${plain(record.title)}`,
    `**${story.verdict}.** ${plain(record.reason ?? story.meaning)}`,
    story.meaning,
    table(['', ''], story.facts),
    ...(record.about.trim() === '' ? [] : [record.about.trim().split('\n').map(plain).join('\n')]),
    '## What we asked',
    table(['Probe', 'Bounds', 'Looked at'], record.probes.map(({ name, words, when }) => [name, words, when])),
    '## What we did',
    table(['When', 'The run'], story.did),
    '## What we saw',
    table(['Probe', 'Looks', 'Out of bounds', 'From, to', 'At last'], story.seen.map(({ name, looks, out, range, last }) => [name, String(looks), String(out), range, last])),
    plain(story.requests),
    ...failures(record, story.causes),
    '## Faults and their receipts',
    ...receipts(record),
    ...(record.undone.length === 0 ? [] : ['## What was put back', record.undone.map((one) => `- ${plain(one)}`).join('\n')]),
    ...(record.undo.length === 0 ? [] : ['## What is still to be undone', record.undo.map((one) => `- ${one.do}`).join('\n')]),
    '## How to run it again',
    `Save this as a file and choose it in the window, under Experiments, with the app ${plain(record.appName)}:`,
    fenced(record.text),
  ]
  return `${parts.join('\n\n')}\n`
}

function failures({ failures: all }: RunRecord, causes: readonly (readonly [string, number])[]): string[] {
  if (all.length === 0) return []
  return [
    '## What failed, and why',
    table(['Comes from', 'Requests'], causes.map(([words, count]) => [words, String(count)])),
    table(['Requests', 'Code', 'Comes from', 'Why', 'One of them'], all.map(({ count, code, kind, cause, requestId }) => [String(count), code, blameInWords(kind), cause, requestId])),
  ]
}

function receipts({ faults, startedAt }: RunRecord): string[] {
  if (faults.length === 0) return ['There were none.']
  return faults.map(({ title, target, startedAt: from, endedAt, changed, restored, residue }) => [
    `**${plain(title)}** on ${plain(target)}, from +${Math.round((from - startedAt) / 1000)} s ${endedAt === null ? 'on; it is still in force' : `to +${Math.round((endedAt - startedAt) / 1000)} s`}`,
    ...changed.map((one) => `- changed: ${plain(one)}`), ...restored.map((one) => `- put back: ${plain(one)}`),
    ...(residue.length === 0 ? ['- left over: nothing'] : residue.map((one) => `- left over: ${plain(one)}`)),
  ].join('\n'))
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

/** Texts come from files: nothing in them is markup. */
const plain = (text: string): string => text.replace(/\s*\n\s*/g, ' ').replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`)

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}yaml\n${text.trimEnd()}\n${fence}`
}
