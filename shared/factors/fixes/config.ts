import type { Fix } from '../fix.ts'

export const config: Fix = {
  factor: 3,
  name: 'Config',
  words: 'Read everything that differs between deploys from the environment when the process starts, and stop with a clear message when something that must be there is not. A secret that was ever committed is no secret: make it invalid where it was issued, then set a new one with config:set.',
  examples: {
    node: [
      'const { SESSION_SECRET, GREETING = \'Hello\' } = process.env',
      'if (!SESSION_SECRET) throw new Error(\'SESSION_SECRET is not set\')',
    ],
    python: [
      'import os',
      'SECRET_KEY = os.environ["SECRET_KEY"]          # stops when it is not set',
      'GREETING = os.environ.get("GREETING", "Hello")',
    ],
    ruby: [
      'SECRET = ENV.fetch("SECRET_KEY")               # stops when it is not set',
      'GREETING = ENV.fetch("GREETING", "Hello")',
    ],
    java: [
      'String secret = Objects.requireNonNull(System.getenv("SECRET_KEY"), "SECRET_KEY is not set");',
      'String greeting = System.getenv().getOrDefault("GREETING", "Hello");',
    ],
    go: [
      'secret, set := os.LookupEnv("SECRET_KEY")',
      'if !set {',
      '	log.Fatal("SECRET_KEY is not set")',
      '}',
    ],
    php: [
      '$secret = getenv(\'SECRET_KEY\');',
      'if ($secret === false) exit("SECRET_KEY is not set\\n");',
      '$greeting = getenv(\'GREETING\') ?: \'Hello\';',
    ],
    scala: [
      'val secret = sys.env.getOrElse("SECRET_KEY", sys.error("SECRET_KEY is not set"))',
      'val greeting = sys.env.getOrElse("GREETING", "Hello")',
    ],
  },
}
