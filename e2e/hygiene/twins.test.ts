import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listTree } from '../../electron/adapters/parts/list-tree.ts'
import { createSourceTree } from '../../electron/adapters/parts/source-tree.ts'
import { hintsOf } from '../../electron/engine/factors/hints/all-hints.ts'
import { repository } from './source-files.ts'

const folder = join(repository, 'resources/samples')
const languages = ['node', 'python', 'ruby', 'java', 'go', 'php', 'scala']
const verdicts = JSON.parse(readFileSync(join(folder, 'expected-verdicts.json'), 'utf8')) as Record<string, Record<string, { verdict: string; reason: string }>>
const samples = JSON.parse(readFileSync(join(folder, 'samples.json'), 'utf8')) as { id: string; badTwinOf?: string }[]
const broken = (app: string): string[] => Object.entries(verdicts[app] ?? {}).filter(([, { verdict }]) => verdict === 'fail').map(([factor]) => factor)

describe('TH1 each language has a good and a bad twin, with the verdicts that running them must give', () => {
  it('for each of the twelve factors, with a reason', () => {
    expect(Object.keys(verdicts)).toEqual([...languages, ...languages.map((language) => `${language}-bad-twin`)])
    for (const [app, factors] of Object.entries(verdicts)) {
      expect(Object.keys(factors), app).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 1)))
      for (const { verdict, reason } of Object.values(factors)) {
        expect(['pass', 'warn', 'fail', 'not-applicable', 'unknown']).toContain(verdict)
        expect(reason).toMatch(/^[A-Z].+\.$/)
      }
    }
  })

  it('a good twin keeps all, a bad one breaks some, each other ones', () => {
    for (const language of languages) {
      expect(Object.values(verdicts[language] ?? {}).every(({ verdict }) => verdict === 'pass'), language).toBe(true)
      expect(samples.find(({ id }) => id === `${language}-bad-twin`)?.badTwinOf).toBe(language)
    }
    const sets = languages.map((language) => broken(`${language}-bad-twin`).join(' '))
    expect(new Set(sets).size).toBe(languages.length)
    expect(sets).not.toContain('')
  })
})

const hintsIn = async (app: string) => {
  const root = join(folder, app)
  return hintsOf(createSourceTree(root, await listTree(root)), app.replace('-bad-twin', ''))
}

/** What is broken on purpose and can be seen in a file, and where. */
const planted: Readonly<Record<string, readonly string[]>> = {
  node: [
    '2.s2 package.json', '2.s5 package.json', '2.s8 server.js', '3.s1 server.js', '3.s1 .env', '3.s1 config/environments.json', '3.s2 .env', '3.s5 config/environments.json', '4.s1 config/environments.json', '5.s1 Procfile', '6.s1 server.js', '6.s2 server.js',
    '8.s2 server.js', '8.s4 server.js', '9.s1 server.js', '10.s1 config/environments.json', '11.s1 server.js', '11.s1 job.js', '11.s3 server.js', '12.s3 server.js',
  ],
  python: ['3.s1 settings.py', '6.s1 web.py', '11.s1 web.py'],
  ruby: ['2.s8 web.rb', '5.s2 web.rb', '9.s1 web.rb', '12.s3 web.rb'],
  java: ['4.s1 src/main/java/hello/Web.java', '5.s1 Procfile', '7.s3 src/main/java/hello/Web.java'],
  go: ['1.s3 admin/Procfile', '6.s1 sessions.go', '6.s2 sessions.go', '8.s2 reports.go', '8.s4 reports.go'],
  php: ['2.s5 composer.json', '3.s1 mail.php', '10.s1 index.php', '10.s2 composer.json', '11.s1 server.php'],
  scala: ['9.s1 Procfile', '11.s1 src/main/scala/Log.scala', '11.s3 src/main/scala/Log.scala'],
}

describe('TH6 hints name what is broken on purpose in the twins, and leave the good ones alone', () => {
  it.each(languages)('%s', async (language) => {
    expect((await hintsIn(language)).map(({ check, file, line }) => `${check} ${file}:${line}`)).toEqual([])
    const places = new Set((await hintsIn(`${language}-bad-twin`)).map(({ check, file }) => `${check} ${file}`))
    expect(planted[language]?.filter((place) => !places.has(place))).toEqual([])
  })

  it.each(languages)('%s: no error is named that is not meant', async (language) => {
    const meant = new Set(planted[language])
    expect((await hintsIn(`${language}-bad-twin`)).filter(({ severity, check, file }) => severity === 'error' && !meant.has(`${check} ${file}`))).toEqual([])
  })
})
