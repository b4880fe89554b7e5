// The report as one HTML page that needs nothing else: it can be mailed, kept and printed. It runs no script and loads nothing.

import { probeChart, requestChart } from './report-chart.ts'
import { escaped } from './report-escape.ts'
import { reportStyle } from './report-style.ts'
import { blameInWords, storyOf, type Story } from './report-story.ts'
import type { RunRecord } from './run-record.ts'

export function htmlReport(record: RunRecord): string {
  const story = storyOf(record)
  const charts = record.probes.map((_, index) => probeChart(record, index)).join('')
  const sections = [
    section('What we asked', table(['Probe', 'Bounds', 'Looked at'], record.probes.map(({ name, words, when }) => [name, words, when]))),
    section('What we did', table(['When', 'The run'], story.did)),
    section('What we saw', `<p>${escaped(story.requests)}</p>${requestChart(record)}${charts}${record.faults.length > 0 ? '<p class="note">Shaded: a fault was in force. Dashed: bounds. Dots: out of bounds.</p>' : ''}${seenTable(story)}`),
    ...(record.failures.length === 0 ? [] : [section('What failed, and why', failures(record, story))]),
    section('Faults and their receipts', record.faults.length === 0 ? '<p>There were none.</p>' : record.faults.map((fault) => receipt(record, fault)).join('')),
    ...(record.undone.length === 0 ? [] : [section('What was put back', list(record.undone))]),
    ...(record.undo.length === 0 ? [] : [section('What is still to be undone', list(record.undo.map((one) => one.do)))]),
    section('How to run it again', `<p>Save this as a file and choose it in the window, under Experiments, with the app ${escaped(record.appName)}:</p><pre><code>${escaped(record.text)}</code></pre>`),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escaped(record.title)}: ${escaped(story.verdict.toLowerCase())}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>${escaped(record.title)}</h1>
<p class="verdict ${story.tone}"><strong>${escaped(story.verdict)}</strong> ${escaped(record.reason ?? '')}</p>
<p class="note">${escaped(story.meaning)}</p>
<dl>${story.facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
${record.about.trim() === '' ? '' : record.about.trim().split(/\n{2,}/).map((part) => `<p>${escaped(part)}</p>`).join('\n')}
${sections.join('\n')}
</main>
</body>
</html>
`
}

const section = (title: string, inside: string): string => `<section><h2>${escaped(title)}</h2>${inside}</section>`

function seenTable({ seen }: Story): string {
  return table(['Probe', 'Looks', 'Out of bounds', 'From, to', 'At last'], seen.map(({ name, looks, out, range, last }) => [name, String(looks), String(out), range, last]))
}

function failures({ failures: all }: RunRecord, { causes, unknown }: Story): string {
  const sum = table(['Comes from', 'Requests'], causes.map(([words, count]) => [words, String(count)]))
  const each = table(['Requests', 'Code', 'Comes from', 'Why', 'One of them'], all.map(({ count, code, kind, cause, requestId }) => [String(count), code, blameInWords(kind), cause, requestId]))
  return `${sum}<p>${unknown === 0 ? 'Every one of them is explained.' : `${unknown} of them are not explained.`}</p>${each}`
}

function receipt({ startedAt }: RunRecord, { title, target, startedAt: from, endedAt, changed, restored, residue }: RunRecord['faults'][number]): string {
  const since = (at: number): string => `+${Math.round((at - startedAt) / 1000)} s`
  const span = endedAt === null ? `from ${since(from)} on; it is still in force` : `from ${since(from)} to ${since(endedAt)}`
  const lines = [...changed.map((one) => `Changed: ${one}`), ...restored.map((one) => `Put back: ${one}`), ...(residue.length === 0 ? ['Left over: nothing.'] : residue.map((one) => `Left over: ${one}`))]
  return `<h3>${escaped(title)} <span class="unit">on ${escaped(target)}, ${span}</span></h3>${list(lines)}`
}

const list = (lines: readonly string[]): string => `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((one) => `<th scope="col">${escaped(one)}</th>`).join('')
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`
}
