import { describe, expect, it } from 'vitest'
import type { FoundHint } from '../../../shared/factors/finding.ts'
import { differencesOf, judgeAdmin, type SeenAdmin } from './admin-processes.ts'
import { judgeServices, type SeenServices } from './backing-services.ts'
import { judgeStages, type SeenStages } from './build-release-run.ts'
import { judgeCodebase } from './codebase.ts'
import { judgeConcurrency, unaskedLines, type SeenConcurrency } from './concurrency.ts'
import { judgeConfig, type SeenConfig } from './config.ts'
import { judgeDependencies, type SeenDependencies } from './dependencies.ts'
import { judgeDisposability, type SeenStop } from './disposability.ts'
import { judgeLogs, type SeenLogs } from './logs.ts'
import { judgeParity, type SeenParity } from './parity.ts'
import { judgePorts, type SeenPorts } from './port-binding.ts'
import { judgeProcesses, type SeenProcesses } from './processes.ts'
import { tempered } from './tempered.ts'
import { finding } from './words.ts'

const place = { file: 'web.js', line: 3, text: 'GREETING' }
const look = { commit: 'c'.repeat(40), commits: 2, isClean: true, isRoot: true }
type Case<S> = readonly [what: string, change: Partial<S>, verdict: string, says: string]

describe('I. Codebase', () => {
  const slugs = ['sha256:1', 'sha256:1'] as const
  it.each([
    ['committed and the same in both', slugs, [true, true], look, 'pass', 'committed source'],
    ['other files than committed', slugs, [true, true], { ...look, isClean: false }, 'warn', 'not what is committed'],
    ['two slugs of one source', ['sha256:1', 'sha256:2'], [true, true], look, 'warn', 'two different slugs'],
    ['in no repository', slugs, [true, true], null, 'unknown', 'no Git repository'],
    ['one of them does not serve', slugs, [true, false], look, 'unknown', 'did not serve in both'],
    ['not built', null, [false, false], look, 'unknown', 'not built'],
    ['a sample', slugs, [true, true], 'shipped', 'unknown', 'ships with Dynarium'],
    ['a pushed app', slugs, [true, true], 'kept', 'pass', 'pushed commit'],
  ] as const)('%s', (_, both, serves, history, verdict, says) => {
    const difference = both !== null && both[0] !== both[1] ? { kind: 'files', paths: ['a.js'] } as const : { kind: 'none' } as const
    expect(judgeCodebase({ slugs: both, difference, serves, history })).toMatchObject({ factor: 1, verdict, summary: expect.stringContaining(says) as unknown })
  })
})

describe('II. Dependencies', () => {
  const good: SeenDependencies = { failure: null, difference: { kind: 'none' }, hidden: { isUp: true, complaints: [], paths: [{ path: '/', plain: 200, hidden: 200 }] } }
  it.each<Case<SeenDependencies>>([
    ['all the same without tools', {}, 'pass', 'twice alike'],
    ['a build that fails', { failure: 'npm ci failed' }, 'fail', 'clean build'],
    ['a page that needs a tool', { hidden: { isUp: true, complaints: ['git: not found'], paths: [{ path: '/', plain: 200, hidden: 500 }] } }, 'fail', 'does not declare: /'],
    ['no start without a tool', { hidden: { isUp: false, complaints: [], paths: [] } }, 'fail', 'does not start'],
    ['two slugs', { difference: { kind: 'files', paths: ['a.js'] } }, 'warn', 'differ'],
    ['other bytes of a compiler', { difference: { kind: 'compiled', paths: ['bin/hello'] } }, 'pass', 'twice alike'],
    ['not tried', { hidden: { why: 'containers' } }, 'unknown', 'was not run'],
  ])('%s', (_, change, verdict, says) => expect(judgeDependencies({ ...good, ...change })).toMatchObject({ factor: 2, verdict, summary: expect.stringContaining(says) as unknown }))
})

describe('III. Config', () => {
  const good: SeenConfig = { variables: [place], tried: ['GREETING'], isUp: true, effects: [{ variable: 'GREETING', where: 'GET /' }], leaks: [], secrets: [] }
  const secret = { file: 'a.js', line: 1, text: 'hunter2hunter2', inHistory: null }
  it.each<Case<SeenConfig>>([
    ['a change that is seen', {}, 'pass', 'GREETING'],
    ['shown to everybody', { leaks: ['GET /env'] }, 'fail', 'shows its config'],
    ['a secret in the slug', { secrets: [secret] }, 'fail', 'part of the code'],
    ['nothing changes', { effects: [] }, 'unknown', 'nothing that could be seen'],
    ['reads nothing', { variables: [], effects: [] }, 'unknown', 'reads no variable'],
    ['does not start', { effects: [], isUp: false }, 'unknown', 'did not start'],
  ])('%s', (_, change, verdict, says) => expect(judgeConfig({ ...good, ...change })).toMatchObject({ factor: 3, verdict, summary: expect.stringContaining(says) as unknown }))
  it('a finding does not give the secret away (FA4)', () => expect(JSON.stringify(judgeConfig({ ...good, secrets: [secret] }))).not.toContain('hunter2hunter2'))
})

describe('IV. Backing services', () => {
  const url = { ...place, text: 'REDIS_URL' }
  const good: SeenServices = { variables: [url], swaps: [{ variable: 'REDIS_URL', before: [2, 0], after: [0, 1] }], loss: { ended: false, answers: [{ path: '/', status: 200 }], back: 1 }, fixed: [], dataFiles: [], why: null }
  it.each<Case<SeenServices>>([
    ['follows its config', {}, 'pass', 'REDIS_URL alone decides'],
    ['ends when the service is away', { loss: { ended: true, answers: [{ path: '/', status: null }], back: 0 } }, 'warn', 'ends when what REDIS_URL names is away'],
    ['its loss was not tried', { loss: null }, 'pass', 'REDIS_URL alone decides'],
    ['clings to the old one', { swaps: [{ variable: 'REDIS_URL', before: [2, 0], after: [1, 0] }] }, 'fail', 'old address'],
    ['never connects', { swaps: [{ variable: 'REDIS_URL', before: [0, 0], after: [0, 0] }] }, 'unknown', 'connected to no address'],
    ['an address in the code', { fixed: [{ ...place, text: '6379', connections: 3 }] }, 'fail', 'stands in the code'],
    ['an address in the code that is not used', { fixed: [{ ...place, text: '6379', connections: 0 }] }, 'pass', 'REDIS_URL'],
    ['data in a file', { dataFiles: ['notes.txt'] }, 'fail', 'file of the dyno'],
    ['no service', { variables: [], swaps: [] }, 'not-applicable', 'no service'],
    ['an address in the code that is taken', { variables: [], swaps: [], fixed: [{ ...place, text: '6379', connections: null }] }, 'unknown', 'another program'],
    ['not tried', { why: 'it crashed' }, 'unknown', 'no service could be swapped'],
  ])('%s', (_, change, verdict, says) => expect(judgeServices({ ...good, ...change })).toMatchObject({ factor: 4, verdict, summary: expect.stringContaining(says) as unknown }))
})

describe('V. Build, release, run', () => {
  const good: SeenStages = { change: { isSameSlug: true, versions: [3, 4], builds: 0, seq: 9 }, atStart: [], byVisits: [] }
  const file = (path: string, kind: 'new' | 'changed' | 'rewritten' = 'new') => ({ path, kind, grownBy: 10 })
  it.each<Case<SeenStages>>([
    ['leaves all as it was', {}, 'pass', 'left its files'],
    ['builds at the start', { atStart: [file('dist/page.html')] }, 'fail', 'builds as it starts'],
    ['makes the same anew at the start', { atStart: [file('target/hello.jar', 'rewritten')] }, 'fail', 'builds as it starts'],
    ['its own files', { byVisits: [file('sessions.json')] }, 'warn', 'its own folder'],
    ['alters the slug', { byVisits: [file('config.json', 'changed')] }, 'warn', 'came with the slug'],
    ['a log is no matter of this', { byVisits: [file('log/web.log', 'changed')], atStart: [file('log/web.log')] }, 'pass', 'left its files'],
    ['config builds anew', { change: { isSameSlug: false, versions: [3, 4], builds: 1, seq: 9 } }, 'fail', 'built it anew'],
    ['files not seen', { atStart: null }, 'unknown', 'could not be seen'],
    ['nothing seen', { change: null }, 'unknown', 'No release'],
  ])('%s', (_, change, verdict, says) => expect(judgeStages({ ...good, ...change })).toMatchObject({ factor: 5, verdict, summary: expect.stringContaining(says) as unknown }))
})

describe('VI. Processes', () => {
  const good: SeenProcesses = { dynos: ['web.1', 'web.2'], forgotten: [], hadCookies: false, brokenCounts: [], goodCounts: [], sent: [], lostByKill: [], dataFiles: [], backAfterMs: 900 }
  const counts = { path: '/visits', seen: [{ dyno: 'web.1', number: 4 }, { dyno: 'web.2', number: 1 }] }
  it.each<Case<SeenProcesses>>([
    ['keeps nothing', {}, 'pass', 'kept nothing'],
    ['counts on at both', { goodCounts: [counts] }, 'pass', 'was there at both dynos'],
    ['takes the cookie of the other', { hadCookies: true }, 'pass', 'took the cookie'],
    ['does not know the cookie', { forgotten: [{ path: '/', cookie: 'session', dyno: 'web.2' }] }, 'fail', 'sessions live in one dyno'],
    ['counts anew', { brokenCounts: [counts] }, 'fail', 'sessions live in one dyno'],
    ['what was sent is at one only', { sent: [{ path: '/notes', word: 'w', from: ['web.1'], missingFrom: ['web.2'] }] }, 'fail', 'data live in one dyno'],
    ['gone after a kill', { lostByKill: [{ path: '/notes', what: 'what was sent before' }] }, 'fail', 'comes back after a kill'],
    ['does not come back', { backAfterMs: null }, 'fail', 'did not come back'],
  ])('%s', (_, change, verdict, says) => expect(judgeProcesses({ ...good, ...change })).toMatchObject({ factor: 6, verdict, summary: expect.stringContaining(says) as unknown }))
})

describe('VII. Port binding', () => {
  const dyno = { name: 'web.1', port: 5001, isUp: true, seq: 4 }
  const socket = (port: number, isEverywhere = true) => ({ processes: [{ pid: 1, session: 1, command: 'node' }], ports: [{ port, isEverywhere }] })
  const good: SeenPorts = { hasWeb: true, dynos: [dyno], sockets: socket(5001), status: 200, said: [] }
  it.each<Case<SeenPorts>>([
    ['its port', {}, 'pass', 'listens on the port'],
    ['another port instead', { dynos: [{ ...dyno, isUp: false }], sockets: socket(3000) }, 'fail', 'listens on 3000 and not'],
    ['no port', { dynos: [{ ...dyno, isUp: false }], sockets: null }, 'fail', 'does not listen'],
    ['loopback only', { sockets: socket(5001, false) }, 'fail', '127.0.0.1 only'],
    ['another besides', { sockets: { processes: [], ports: [{ port: 5001, isEverywhere: true }, { port: 9000, isEverywhere: true }] } }, 'warn', '9000 besides'],
    ['no HTTP', { status: null }, 'fail', 'no HTTP answer'],
    ['no web', { hasWeb: false }, 'not-applicable', 'no web process'],
    ['never launched', { dynos: [] }, 'unknown', 'No web dyno'],
  ])('%s', (_, change, verdict, says) => expect(judgePorts({ ...good, ...change })).toMatchObject({ factor: 7, verdict, summary: expect.stringContaining(says) as unknown }))
})

describe('VIII. Concurrency', () => {
  const processes = { processes: [{ pid: 10, session: 10, command: 'node web.js' }, { pid: 12, session: 10, command: 'node helper.js' }], ports: [] }
  const flow = { one: 300, four: 800, servedBy: ['web.1', 'web.2', 'web.3', 'web.4'], failed: 0, corePercent: 10 }
  const good: SeenConcurrency = { types: ['web', 'worker'], others: [{ type: 'worker', isUp: true }], processes, unasked: [], flow }
  it.each<Case<SeenConcurrency>>([
    ['more do more', {}, 'pass', '2.7 times'],
    ['a process on its own', { processes: { ...processes, processes: [...processes.processes, { pid: 14, session: 14, command: 'node job.js' }] } }, 'fail', 'job.js'],
    ['a type that ends', { others: [{ type: 'worker', isUp: false }] }, 'fail', 'worker ended'],
    ['a timer in each web dyno', { unasked: ['report #'] }, 'fail', 'more often'],
    ['one was hardly busy', { flow: { ...flow, four: 310 } }, 'pass', 'share the visitors;'],
    ['they disturb each other', { flow: { ...flow, failed: 3 } }, 'fail', '3 visits failed'],
    ['one of them is not seen', { flow: { ...flow, servedBy: ['web.1'] } }, 'unknown', 'Not all of four'],
    ['not measured', { flow: { why: 'no limit here' } }, 'unknown', 'could not be measured'],
  ])('%s', (_, change, verdict, says) => expect(judgeConcurrency({ ...good, ...change })).toMatchObject({ factor: 8, verdict, summary: expect.stringContaining(says) as unknown }))
  it('what one dyno says alone is no timer of all', () => {
    expect(unaskedLines([{ ps: 'web.1', text: 'heap 10 MB' }, { ps: 'web.2', text: 'heap 11 MB' }, { ps: 'web.1', text: 'GET / 200' }, { ps: 'web.2', text: 'GET / 200' }, { ps: 'web.1', text: 'report n=1' }, { ps: 'web.2', text: 'report n=7' }, { ps: 'web.1', text: 'only here' }, { ps: 'web.1', text: 'only here' }])).toEqual(['report n=#'])
  })
})

describe('IX. Disposability', () => {
  const good: SeenStop = { bootMs: [600], language: 'Node.js', sent: 150, slow: 1, lost: [], exit: { afterMs: 500, status: 0, signal: null, isKilled: false, seq: 9 } }
  it.each<Case<SeenStop>>([
    ['loses none', {}, 'pass', 'lost none of 150'],
    ['is deaf', { exit: { afterMs: 30_000, status: 137, signal: 'SIGKILL', isKilled: true, seq: 9 } }, 'fail', 'killed after 30 seconds'],
    ['loses some', { lost: [{ path: '/slow', status: 503, code: 'H13' }] }, 'fail', 'Requests were lost'],
    ['one of them waited for its turn', { bootMs: [12_000, 900] }, 'pass', '0.9 s'],
    ['is a Java app, which has longer', { bootMs: [12_000], language: 'Java' }, 'pass', '12.0 s'],
    ['starts slowly', { bootMs: [12_000] }, 'warn', '12 s to start'],
    ['did not end', { exit: null }, 'unknown', 'not seen to end'],
    ['nobody asked', { sent: 0 }, 'unknown', 'No request'],
  ])('%s', (_, change, verdict, says) => expect(judgeDisposability({ ...good, ...change })).toMatchObject({ factor: 9, verdict, summary: expect.stringContaining(says) as unknown }))
})

describe('X. Dev/prod parity', () => {
  const one = { stack: 'heroku-24', buildpacks: ['heroku/nodejs'], version: 'v20' }
  const good: SeenParity = { environments: [one, one], declared: place, renamed: null }
  it.each<Case<SeenParity>>([
    ['the same and declared', {}, 'pass', 'declared'],
    ['another version', { environments: [one, { ...one, version: 'v18' }] }, 'fail', 'v20 and v18'],
    ['does otherwise in development', { renamed: { variable: 'NODE_ENV', isUp: true, differences: ['Visits change notes.txt.'] } }, 'warn', 'NODE_ENV'],
    ['not declared', { declared: null }, 'warn', 'does not say which version'],
    ['not run twice', { environments: null }, 'unknown', 'two environments'],
  ])('%s', (_, change, verdict, says) => expect(judgeParity({ ...good, ...change })).toMatchObject({ factor: 10, verdict, summary: expect.stringContaining(says) as unknown }))
})

describe('XI. Logs', () => {
  const good: SeenLogs = { visits: 4, lines: ['a'], all: 9, atStart: [], byVisits: [] }
  it.each<Case<SeenLogs>>([
    ['on standard output', {}, 'pass', 'standard output'],
    ['a file that grows', { byVisits: [{ path: 'log/web.log', kind: 'changed', grownBy: 9 }] }, 'fail', 'log/web.log'],
    ['a file from the start', { atStart: [{ path: 'production.log', kind: 'new', grownBy: 9 }] }, 'fail', 'production.log'],
    ['silent', { lines: [], all: 0 }, 'warn', 'writes nothing'],
    ['silent about requests', { lines: [] }, 'warn', 'nothing about its requests'],
    ['not seen', { atStart: null }, 'unknown', 'could not be seen'],
  ])('%s', (_, change, verdict, says) => expect(judgeLogs({ ...good, ...change })).toMatchObject({ factor: 11, verdict, summary: expect.stringContaining(says) as unknown }))
})

describe('XII. Admin processes', () => {
  const good: SeenAdmin = { differing: [], compared: 9, release: 'v6', fileReached: false, phases: [{ version: 6, runs: 1 }], open: [] }
  it.each<Case<SeenAdmin>>([
    ['the same release, once migrated', {}, 'pass', 'ran once'],
    ['other config', { differing: ['GREETING'] }, 'fail', 'release and config'],
    ['files in common', { fileReached: true }, 'fail', 'reaches'],
    ['migrated twice', { phases: [{ version: 6, runs: 2 }] }, 'fail', 'did not run once'],
    ['open to all', { open: [{ path: '/admin/reset', status: 200 }] }, 'fail', '/admin/reset'],
    ['not compared', { differing: null }, 'unknown', 'could not be compared'],
  ])('%s', (_, change, verdict, says) => expect(judgeAdmin({ ...good, ...change })).toMatchObject({ factor: 12, verdict, summary: expect.stringContaining(says) as unknown }))
  it('compares config and release, not what each dyno has of its own', () => {
    expect(differencesOf('A=1\nHEROKU_RELEASE_VERSION=v6\nHEROKU_DYNO_ID=1\nPATH=/a', 'A=2\nHEROKU_RELEASE_VERSION=v6\nHEROKU_DYNO_ID=2\nPATH=/b', ['A', 'PATH'])).toEqual({ differing: ['A'], compared: 2 })
  })
})

describe('hints (FA2)', () => {
  const hint = (factor: number, severity: FoundHint['severity']): FoundHint => ({ check: `${factor}.s1`, factor, severity, text: 'There is no lock file.', file: 'package.json', line: 1, excerpt: null })
  it('make nothing green, change nothing that a run showed, and warn where no run showed anything', () => {
    expect(tempered(finding(2, 'unknown', 'Nothing was seen.'), [hint(2, 'info'), hint(3, 'error')]).verdict).toBe('unknown')
    expect(tempered(finding(2, 'fail', 'It failed.'), [hint(2, 'error')]).verdict).toBe('fail')
    expect(tempered(finding(2, 'pass', 'It ran.'), [hint(2, 'error')]).verdict).toBe('pass')
    expect(tempered(finding(2, 'unknown', 'Nothing was seen.'), [hint(2, 'error')])).toMatchObject({ verdict: 'warn', evidence: [{ file: 'package.json', line: 1 }], open: ['Nothing was seen.'] })
  })
})
