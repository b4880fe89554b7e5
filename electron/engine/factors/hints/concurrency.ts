// VIII. Concurrency: more dynos of a process type do more of its work. Files show work that is in the wrong type, and processes that the
// platform does not see.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { commandHints, webFiles, webOf } from './commands.ts'
import { codeHints, hintAt, hintsAt, inFile, matchesIn, placeIn, type Check, type CodeCheck } from './finding.ts'
import type { Look, SourceFile } from './look.ts'
import { declares, manifestOf } from './manifests.ts'

const noWorker: Check = { check: '8.s1', severity: 'warn', means: 'There is a library for jobs in the background, and no process type that does them: they could be done by web dynos, or by nobody.', advice: { node: 'Name one in the Procfile, e.g. worker: node worker.js.', python: 'Name one in the Procfile, e.g. worker: celery -A app worker.', ruby: 'Name one in the Procfile, e.g. worker: bundle exec sidekiq.', php: 'Name one in the Procfile, e.g. worker: php artisan queue:work.', java: 'Name one in the Procfile: worker: java -cp target/app.jar app.Worker.', go: 'Name one in the Procfile: worker: bin/worker.', scala: 'Name one in the Procfile.' } }
const hidden: Check = { check: '8.s2', severity: 'error', means: 'A process goes to the background or keeps a PID file: the platform does not see it, scale it or end it.', advice: 'Run it in the foreground, as a process type of its own in the Procfile.' }
const fixedCount: Check = { check: '8.s3', severity: 'info', means: 'How many processes or threads one dyno has is fixed: it can not be fitted to the size of the dyno.', advice: { node: 'Take it from process.env.WEB_CONCURRENCY.', python: 'Leave it to WEB_CONCURRENCY, which gunicorn and uvicorn read.', ruby: 'Take it from ENV["WEB_CONCURRENCY"] and ENV["RAILS_MAX_THREADS"] in config/puma.rb.', php: 'Leave it to WEB_CONCURRENCY.', java: 'Take it from System.getenv("WEB_CONCURRENCY").', go: 'Take it from os.Getenv("WEB_CONCURRENCY").', scala: 'Take it from sys.env.' } }
const scheduler: Check = { check: '8.s4', severity: 'warn', means: 'Something could be done on time in the web process: with three web dynos, it is done three times.', advice: 'Do it in a process type of its own with one dyno (clock), or by a scheduler that starts one-off dynos.' }

const queues = ['celery', 'sidekiq', 'resque', 'delayed_job', 'bull', 'bullmq', 'bee-queue', 'rq', 'dramatiq', 'huey', 'symfony/messenger', 'laravel/horizon', 'good_job', 'que', 'agenda', 'pg-boss', 'kue', 'sneakers', 'github.com/hibiken/asynq', 'github.com/gocraft/work']

const codeChecks: readonly CodeCheck[] = [
  {
    ...hidden,
    patterns: {
      node: /\bdetached\s*:\s*true\b/g, python: /\bDaemonContext\(|\bos\.fork\(\)/g, ruby: /\bProcess\.daemon\b|(?<![.\w])daemonize\b/g, php: /\bposix_setsid\(/g, java: /"nohup"/g, go: /\bSetsid:\s*true\b/g,
    },
  },
  { ...fixedCount, patterns: { ruby: /^\s*(?:workers|threads)[ (]+\d+/gm, python: /^\s*workers\s*=\s*\d+/gm, node: /\bfor\s*\([^)\n]{0,60}<\s*\d+\s*;[^)\n]{0,20}\)\s*\{?\s*cluster\.fork/g } },
]
const schedulers: Readonly<Partial<Record<SourceFile['kind'], RegExp>>> = {
  node: /\b(?:require\(|from\s+)["'](?:node-cron|node-schedule|cron|agenda|croner)["']|\bsetInterval\(/g, python: /\b(?:BackgroundScheduler|BlockingScheduler|AsyncIOScheduler|APScheduler)\(|\bschedule\.every\(|\bthreading\.Timer\(/g, ruby: /\bRufus::Scheduler\b|\bClockwork\b|\bConcurrent::TimerTask\b/g,
  java: /@Scheduled\b|\bscheduleAtFixedRate\(|\bscheduleWithFixedDelay\(|\bStdSchedulerFactory\b/g, go: /\bcron\.New\(|\btime\.(?:NewTicker|Tick)\(|\bfor\b(?:[^{};\n]{0,60};\s*;[^{\n]{0,60})?\s*\{\s*time\.Sleep\(/g, php: /\baddPeriodicTimer\(|\bSwoole\\Timer::tick\(/g, scala: /\b(?:scheduleAtFixedRate|scheduleWithFixedDelay|scheduleOnce)\(|\bscheduler\.schedule\(/g,
}

export function hintsOfConcurrency(look: Look): Hint[] {
  const { language } = look
  const queue = declares(look, queues)
  const others = look.processes.filter(({ type }) => type !== 'web' && type !== 'release')
  const manifest = manifestOf(look)
  const web = webOf(look)
  const onTime = language === null || web === null ? [] : webFiles(look).flatMap((file) => matchesIn(file, schedulers[language] ?? /(?!)/g).slice(0, 3).map(({ index = 0 }) => placeIn(file, index)))
  const pidFiles = look.files.flatMap((file) => file.strings.filter(({ text }) => text.length < 200 && /^[\w./-]+\.pid$/.test(text)).map(({ at }) => placeIn(file, at)))
  return [
    ...(queue !== null && others.length === 0 && manifest !== null ? [hintAt(look, noWorker, { ...inFile(manifest), excerpt: queue })] : []),
    ...commandHints(look, hidden, /\s--daemon(?:ize)?\b|\bnohup\b|\bforever\s+start\b|\bpm2\s+start\b(?!.*--no-daemon)|--pid(?:-?file)?\b|\bstart-stop-daemon\b|(?<!&)&\s*$|(?:celery|gunicorn|unicorn|puma)\b.*\s-D\b/, () => true),
    ...hintsAt(look, hidden, pidFiles),
    ...codeHints(look, codeChecks),
    ...commandHints(look, fixedCount, /\b(?:gunicorn|uvicorn|hypercorn|puma)\b.*(?:\s-w[ =]?|--workers[ =])\d/, () => true),
    ...hintsAt(look, scheduler, onTime),
  ]
}
