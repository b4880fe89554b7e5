import type { Fix } from '../fix.ts'

export const dependencies: Fix = {
  factor: 2,
  name: 'Dependencies',
  words: 'Declare every package and the version of the language, and commit the lock file, so that each build installs the same. Do not start programs that merely happen to be on the machine: use a package for it, or bring the program with a buildpack.',
  examples: {
    node: [
      '// package.json',
      '"engines": { "node": "20.x" },',
      '"dependencies": { "sharp": "0.33.4" }',
      '// npm install && git add package-lock.json',
      'await fetch(url) // in place of execSync(`curl ${url}`)',
    ],
    python: [
      '# requirements.txt',
      'requests==2.32.3',
      '# .python-version',
      '3.12',
      '# in place of subprocess.run(["curl", url])',
      'requests.get(url, timeout=5)',
    ],
    ruby: [
      '# Gemfile, then: bundle lock && git add Gemfile.lock',
      'ruby "3.3.1"',
      'gem "puma", "6.4.2"',
      '# in place of `curl #{url}`',
      'Net::HTTP.get(URI(url))',
    ],
    java: [
      '# system.properties',
      'java.runtime.version=17',
      '<!-- pom.xml: a release, no SNAPSHOT and no range -->',
      '<version>42.7.3</version>',
    ],
    go: [
      '// go.mod, then: go mod tidy && git add go.sum',
      'go 1.22',
      'require github.com/jackc/pgx/v5 v5.6.0',
    ],
    php: [
      '// composer.json, then: composer update && git add composer.lock',
      '"require": { "php": "^8.2", "ext-curl": "*", "guzzlehttp/guzzle": "^7.8" }',
    ],
    scala: [
      '// project/build.properties',
      'sbt.version=1.9.9',
      '// build.sbt',
      'libraryDependencies += "org.postgresql" % "postgresql" % "42.7.3"',
    ],
  },
}
