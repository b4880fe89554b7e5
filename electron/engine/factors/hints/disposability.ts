// IX. Disposability: a process starts fast and stops in good order. Files show whether anything listens for SIGTERM; what it does then,
// and how long a start takes, a run shows.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { commandHints, commandPlace, webFiles, webOf } from './commands.ts'
import { hintAt, hintsAt, inFile, matchesIn, placeIn, type Check, type Place } from './finding.ts'
import type { FactorLanguage } from '../../../../shared/factors/language.ts'
import { codeOf, type Look, type SourceFile } from './look.ts'
import { declares, manifestOf } from './manifests.ts'

const stop = {
  node: 'Close the server and leave when all is answered: process.on("SIGTERM", () => server.close()).', python: 'Stop the server and leave when all is answered: signal.signal(signal.SIGTERM, stop).', ruby: 'Stop accepting and leave when all is answered: trap("TERM") { throw :stop }.',
  java: 'Stop the server in Runtime.getRuntime().addShutdownHook(...); in Spring: server.shutdown=graceful.', go: 'Wait for it by signal.Notify(signals, syscall.SIGTERM), then server.Shutdown(ctx).', php: 'Set a flag in pcntl_signal(SIGTERM, ...), and leave the loop when all is answered.', scala: 'Stop the server in sys.addShutdownHook { ... }, or by CoordinatedShutdown.',
}
const noHandler: Check = { check: '9.s1', severity: 'info', means: 'Nothing in the code listens for SIGTERM: requests that are under way could be cut off when a dyno stops.', advice: stop }
const deaf: Check = { check: '9.s1', severity: 'warn', means: 'SIGTERM is heard, and nothing seems to end because of it: the dyno would be killed after 30 seconds (R12).', advice: stop }
const throughNpm: Check = { check: '9.s2', severity: 'info', means: 'The web command starts the app by way of a package manager, which may keep SIGTERM for itself.', advice: 'Name the program itself in the Procfile: web: node server.js.' }
const notRetried: Check = { check: '9.s3', severity: 'info', means: 'A job that a dyno was doing when it stopped could be lost: nothing says that it is tried again.', advice: { python: 'Set acks_late=True (task_acks_late), and let jobs be safe to do twice.', node: 'Give jobs attempts, and let them be safe to do twice.', ruby: 'Leave retry on, and let jobs be safe to do twice.' } }

const handlers: Readonly<Record<FactorLanguage, RegExp>> = {
  node: /\bprocess\.(?:on|once|addListener)\(\s*["'`]SIGTERM["'`]\s*,?|\b(?:terminus|createTerminus|gracefulShutdown|closeWithGrace)\(/g, python: /\bsignal\.signal\(\s*signal\.(?:SIGTERM|Signals)|\badd_signal_handler\(|\bsignal\.signal\(\s*\w+\s*,/g, ruby: /(?<!def )\btrap[ (]+(?:["']?:?(?:SIG)?TERM|\w+\))/g,
  java: /\baddShutdownHook\(|@PreDestroy\b|\bSignal\.handle\(/g, go: /\bsignal\.(?:Notify|NotifyContext|Ignore)\(/g, php: /\bpcntl_signal\(/g, scala: /\baddShutdownHook\b|\bCoordinatedShutdown\b|\bSignal\.handle\(/g,
}
const ignores = /^[^\n]{0,200}(?:\bSIG_IGN\b|["']IGNORE["']|["']SIG_IGN["'])|^signal\.Ignore\(/
const ends = /exit|close|stop|shut|\bend|kill|destroy|drain|leave|cancel|abort|quit|throw|raise|\bset\(|true|finish|done|return\s+\w/i
/** Servers that stop in good order by themselves. */
const byItself = /\b(?:gunicorn|uvicorn|hypercorn|waitress|puma|unicorn|rails|passenger|heroku-php-(?:apache2|nginx)|sidekiq)\b/

export function hintsOfDisposability(look: Look): Hint[] {
  const { language } = look
  const web = webOf(look)
  if (language === null) return []
  const found = codeOf(look).flatMap((file) => matchesIn(file, handlers[language]).map((match) => ({ file, match })))
  const inWeb = found.some(({ file }) => webFiles(look).includes(file))
  const isServed = byItself.test(web?.command ?? '') || declares(look, ['rails', 'puma', 'spring-boot-starter', 'gunicorn', 'play', 'sbt-plugin']) !== null || look.files.some(({ text }) => /server\.shutdown\s*[:=]\s*graceful/.test(text))
  const manifest = manifestOf(look)
  return [
    ...(inWeb || isServed || codeOf(look).length === 0 || web === null ? [] : [hintAt(look, noHandler, commandPlace(web))]),
    ...hintsAt(look, deaf, found.filter(({ file, match }) => isDeaf(language, file, match)).map(({ file, match }): Place => placeIn(file, match.index ?? 0))),
    ...(language === 'node' ? commandHints(look, throughNpm, /^(?:npm|yarn|pnpm)\b/, (type) => type === 'web') : []),
    ...(manifest === null || !losesJobs(look) ? [] : [hintAt(look, notRetried, inFile(manifest))]),
  ]
}

/** What follows the name of the signal, up to the end of the handler when it is written there. */
function isDeaf(language: FactorLanguage, file: SourceFile, match: RegExpMatchArray): boolean {
  const start = match.index ?? 0
  const here = file.text.slice(start, start + 600)
  if (ignores.test(here)) return true
  if (language !== 'node' && language !== 'ruby' && language !== 'php') return false
  const from = start + match[0].length
  const opening = language === 'node' ? /^[^;\n{]{0,40}=>\s*|^\s*(?:async\s+)?function\b[^{\n]{0,60}/ : language === 'ruby' ? /^[^\n{]{0,20}(?=\{|\bdo\b)/ : /^[^\n;]{0,60}?function\b[^{\n]{0,80}/
  const head = opening.exec(file.code.slice(from, from + 160))
  if (head === null) return false
  return !ends.test(bodyFrom(file.code, from + head[0].length))
}

/** A block to its closing brace or `end`, or else to the end of the line. */
function bodyFrom(code: string, at: number): string {
  if (code.startsWith('do', at)) return code.slice(at, at + 600).split(/\bend\b/)[0] ?? ''
  if (code[at] !== '{') return code.slice(at, at + 600).split('\n')[0] ?? ''
  let depth = 0
  for (let here = at; here < Math.min(code.length, at + 2000); here += 1) {
    if (code[here] === '{') depth += 1
    if (code[here] === '}' && --depth === 0) return code.slice(at, here)
  }
  return code.slice(at, at + 2000)
}

function losesJobs(look: Look): boolean {
  const says = (pattern: RegExp): boolean => look.files.some(({ text }) => pattern.test(text))
  if (look.language === 'python') return declares(look, ['celery']) !== null && !says(/acks_late/)
  if (look.language === 'node') return declares(look, ['bull', 'bullmq', 'bee-queue']) !== null && !says(/\battempts\b|\bretries\(/)
  return look.language === 'ruby' && says(/\bsidekiq_options\b[^\n]{0,80}retry:\s*(?:false|0)\b/)
}
