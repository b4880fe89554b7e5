import type { Fix } from '../fix.ts'

export const disposability: Fix = {
  factor: 9,
  name: 'Disposability',
  words: 'Start within seconds, and do slow work later or elsewhere. On SIGTERM take nothing new, finish what was begun, and leave; a job that could not be finished goes back into the queue, so it must be safe to do twice.',
  examples: {
    node: [
      'process.on(\'SIGTERM\', () => {',
      '  server.close(() => process.exit(0)) // no new requests; the open ones finish',
      '  server.closeIdleConnections()',
      '})',
    ],
    python: [
      'def stop(number, frame):',
      '    threading.Thread(target=server.shutdown).start()',
      'signal.signal(signal.SIGTERM, stop)   # gunicorn does it by itself',
      '# Celery: a job of a killed worker is done again',
      'task_acks_late = True',
    ],
    ruby: [
      'trap("TERM") { throw :stop }           # Puma does it by itself',
      'catch(:stop) { loop { serve(server.accept) } }',
      'server.close',
    ],
    java: [
      'Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(25)));',
      '# or Spring, in application.properties',
      'server.shutdown=graceful',
    ],
    go: [
      'signals := make(chan os.Signal, 1)',
      'signal.Notify(signals, syscall.SIGTERM)',
      '<-signals',
      'server.Shutdown(ctx) // waits for open requests',
    ],
    php: [
      'pcntl_async_signals(true);',
      'pcntl_signal(SIGTERM, function () use (&$stopping) { $stopping = true; });',
      'while (!$stopping) { doOneJob(); }',
    ],
    scala: [
      'sys.addShutdownHook { server.stop(25) }',
      '// or Akka and Pekko',
      'CoordinatedShutdown(system)',
    ],
  },
}
