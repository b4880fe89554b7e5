// XI. Logs: an event stream on stdout, which the platform keeps. Files show where else an app writes what happens.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { webFiles, webOf } from './commands.ts'
import { codeHints, hintAt, hintsAt, matchesIn, placeIn, wholeTree, type Check, type CodeCheck } from './finding.ts'
import type { Look, SourceFile } from './look.ts'

const toStdout = {
  node: 'Use console.log, or a logger that writes to stdout.', python: 'Use logging.StreamHandler(sys.stdout), or print.', ruby: 'Use Logger.new($stdout); in Rails: RAILS_LOG_TO_STDOUT.', java: 'Use a ConsoleAppender.',
  go: 'Use log or slog as they are: they write to stderr.', php: 'Write to php://stdout or php://stderr.', scala: 'Use a STDOUT appender in logback.xml.',
}
const logFile: Check = { check: '11.s1', severity: 'error', means: 'What happens is written to a file on the disk of one dyno: nobody sees it in the logs, and a restart deletes it.', advice: toStdout }
const silent: Check = { check: '11.s2', severity: 'warn', means: 'Nothing in the code writes to stdout: the logs of the platform could stay empty.', advice: toStdout }
const rotates: Check = { check: '11.s3', severity: 'warn', means: 'The app keeps and rotates log files itself, which is the platform\'s work.', advice: toStdout }
const buffered: Check = { check: '11.s4', severity: 'info', means: 'Lines could wait in a buffer before the platform sees them.', advice: { ruby: 'Begin with $stdout.sync = true.', python: 'Run python -u, or set PYTHONUNBUFFERED.' } }

const appender = /\b(?:Rolling)?(?:Random(?:Access))?FileAppender\b|<file>/g
const fileChecks: readonly CodeCheck[] = [
  {
    ...logFile,
    patterns: {
      node: /\btransports\.(?:File|DailyRotateFile)\(|\bpino\.(?:destination|file)\(\s*["'`](?!\/dev)|\bcreateWriteStream\(\s*[^)\n]{0,80}\.log["'`]/g, python: /\b(?:logging\.)?(?:handlers\.)?(?:(?:Timed)?Rotating|Watched)?FileHandler\(|\bbasicConfig\([^)]{0,300}\bfilename\s*=|["']class["']\s*:\s*["']logging\.(?:handlers\.)?\w*FileHandler["']/g,
      ruby: /\bLogger\.new\(?\s*(?:["'][\w./-]+|Rails\.root|File\.)/g, java: /\bnew\s+(?:RollingFileAppender|FileAppender|FileHandler)\b/g, go: /\blumberjack\.Logger\{|\bos\.OpenFile\(\s*"[^"\n]{0,200}\.log"/g,
      php: /\berror_log\([^;\n]{1,300},\s*3\s*,|\bnew\s+(?:RotatingFile|Stream)Handler\(\s*(?!["']php:)|\bini_set\(\s*["']error_log["']/g, scala: /\bnew\s+(?:RollingFileAppender|FileAppender|FileHandler)\b/g,
      xml: appender, settings: /^\s*(?:logging\.file(?:\.name|\.path)?|appender\.\w+\.fileName|log4j\.appender\.\w+\.File)\s*[=:]/gm,
    },
  },
  {
    ...rotates,
    patterns: {
      node: /\bDailyRotateFile\b|["'](?:rotating-file-stream|winston-daily-rotate-file)["']|\brename(?:Sync)?\([^\n]{0,100}\.1[`"']/g, python: /\b(?:Timed)?RotatingFileHandler\b/g, ruby: /\bLogger\.new\(?[^)\n]{1,80},\s*(?:["'](?:daily|weekly|monthly)["']|\d)/g,
      java: /\bRollingFileAppender\b|\bnew\s+FileHandler\([^,)\n]{1,80},\s*\d/g, go: /\blumberjack\.Logger\{/g, php: /\bRotatingFileHandler\b/g, scala: /\bRollingFileAppender\b|\bnew\s+FileHandler\([^,)\n]{1,80},\s*\d/g, xml: /\bRollingFileAppender\b/g,
    },
  },
]
const writesFiles = /\b(?:appendFile|writeFile|createWriteStream|WriteFile|OpenFile|FileWriter|FileOutputStream|file_put_contents|fopen|File\.(?:open|write))|(?<![.\w])open\(/
const stdout: Readonly<Partial<Record<SourceFile['kind'], RegExp>>> = {
  node: /\bconsole\.\w+\(|\bprocess\.std(?:out|err)\b|\bpino\(|\bConsole\(|\bmorgan\(|\blogger\s*:\s*true/, python: /\bprint\(|\bStreamHandler\b|\bsys\.std(?:out|err)\b|\bbasicConfig\((?![^)]{0,300}filename)|\bapp\.logger\b|\b(?:Flask|FastAPI)\(/, ruby: /(?<![.\w])(?:puts|print|p|warn)\b|\$std(?:out|err)|\bSTD(?:OUT|ERR)\b|\bRails\b|\bSinatra\b/,
  java: /\bSystem\.(?:out|err)\b|\bLoggerFactory\b|\bLogManager\b|@Slf4j|@Log4j2?/, go: /\bfmt\.(?:Print|Fprint)|\blog\.|\bslog\.|\bzap\.|\blogrus\./, php: /\bSTD(?:OUT|ERR)\b|\becho\b|\bprint\b|<\?=|php:\/\/std/, scala: /(?<![.\w])print(?:ln|f)?\(|\bConsole\b|\bLoggerFactory\b|\bLogging\b|\bSystem\.(?:out|err)\b/,
}

export function hintsOfLogs(look: Look): Hint[] {
  const { language } = look
  const files = webFiles(look)
  const named = look.files.filter(({ kind, code }) => kind === language && writesFiles.test(code)).flatMap((file) => file.strings.filter(({ text }) => text.length < 200 && /^[\w./-]*\.log$/.test(text)).slice(0, 3).map(({ at }) => placeIn(file, at)))
  const says = language === null ? null : stdout[language] ?? null
  const isSilent = says !== null && files.length > 0 && webOf(look) !== null && !files.some(({ code, text }) => says.test(code) || (language === 'php' && /["']php:\/\/(?:stdout|stderr)["']/.test(text)))
  const found = codeHints(look, fileChecks)
  return [...found, ...hintsAt(look, logFile, named).filter(({ file, line }) => !found.some((other) => other.check === '11.s1' && other.file === file && other.line === line)), ...(isSilent ? [hintAt(look, silent, wholeTree)] : []), ...bufferHints(look)]
}

/** Heroku's Python buildpack sets PYTHONUNBUFFERED; an image of one's own does not. */
function bufferHints(look: Look): Hint[] {
  const { tree, language } = look
  const files = webFiles(look)
  if (language === 'ruby' && !files.some(({ code }) => /(?:\$stdout|STDOUT)\.sync\s*=\s*true/.test(code))) {
    const file = files.find((each) => matchesIn(each, /^\s*puts\b/gm).length > 0)
    return file === undefined ? [] : hintsAt(look, buffered, matchesIn(file, /^[ \t]*puts\b/gm).slice(0, 1).map(({ index = 0, 0: what }) => placeIn(file, index + what.search(/\S/))))
  }
  const image = tree.read('Dockerfile')
  if (language !== 'python' || image === null || /PYTHONUNBUFFERED|\bpython3?"?,?\s*"?-u\b/.test(`${image}\n${tree.read('Procfile') ?? ''}\n${tree.read('heroku.yml') ?? ''}`) || !files.some(({ code }) => /\bprint\(/.test(code))) return []
  return [hintAt(look, buffered, { file: 'Dockerfile', line: null, excerpt: '' })]
}
