import { describe, expect, it } from 'vitest'
import { changesBetween, differenceOf, readListing } from './dyno-files.ts'
import { readProcesses } from './dyno-processes.ts'
import { createJar, visitCounters } from './sessions.ts'

describe('the files of a dyno', () => {
  const before = readListing('1 10 ./web.js\n2 20 ./log/web.log\n3 30 ./old.txt\n4 4 ./same.jar\n')
  it('are compared with those of a fresh one, without what programs leave beside themselves', () => {
    const after = readListing('1 10 ./web.js\n9 25 ./log/web.log\n4 4 ./same.jar\n5 5 ./dist/my page.html\n6 6 ./__pycache__/a.pyc\n7 7 ./.npm/_logs/x\n8 8 ./tmp/pids/1\n')
    expect(changesBetween(before, after)).toEqual([
      { path: 'log/web.log', kind: 'changed', grownBy: 5 }, { path: 'dist/my page.html', kind: 'new', grownBy: 5 }, { path: 'old.txt', kind: 'gone', grownBy: 0 },
    ])
  })
  it('that were written anew with the same content are told by their time', () => {
    const after = readListing('1 10 ./web.js\n2 20 ./log/web.log\n3 30 ./old.txt\n4 4 ./same.jar\nT 1000 ./web.js\nT 1006 ./same.jar\n')
    expect(changesBetween(before, after, 1_003_500)).toEqual([{ path: 'same.jar', kind: 'rewritten', grownBy: 0 }])
    expect(changesBetween(before, after)).toEqual([])
  })
})

describe('two builds of one source', () => {
  it('may differ in what a compiler makes, and in nothing else', () => {
    const one = readListing('1 10 ./bin/hello\n2 20 ./main.go\n')
    expect(differenceOf(one, one)).toEqual({ kind: 'none' })
    expect(differenceOf(one, readListing('9 10 ./bin/hello\n2 20 ./main.go\n'))).toEqual({ kind: 'compiled', paths: ['bin/hello'] })
    expect(differenceOf(one, readListing('1 10 ./bin/hello\n3 20 ./main.go\n'))).toEqual({ kind: 'files', paths: ['main.go'] })
    expect(differenceOf(one, readListing('2 20 ./main.go\n'))).toEqual({ kind: 'files', paths: ['bin/hello'] })
  })
})

describe('the processes of a dyno', () => {
  const text = 'M 99\nP 10 10 /usr/bin/node web.js \nS 10 555\nP 12 12 node job.js\nS 12 556\nL 00000000:1389 555\nL 0100007F:0BB8 556\nL 00000000:1F90 999\nL 0000000000000000FFFF00000100007F:1388 555\n'
  it('are read with the ports that are theirs, and whether these are open to others', () => {
    const seen = readProcesses(text, 0)
    expect(seen?.processes).toEqual([{ pid: 10, session: 10, command: '/usr/bin/node web.js' }, { pid: 12, session: 12, command: 'node job.js' }])
    expect(seen?.ports).toEqual([{ port: 5001, isEverywhere: true }, { port: 3000, isEverywhere: false }, { port: 5000, isEverywhere: false }])
  })
  it('are unknown where there is nothing to read', () => {
    expect(readProcesses('', 3)).toBeNull()
    expect(readProcesses('M 99\n', 0)).toBeNull()
  })
})

describe('a visitor who comes back', () => {
  it('brings the cookies she was given, and tells which were given anew', () => {
    const jar = createJar()
    expect(jar.header()).toBeUndefined()
    expect(jar.take({ cookies: ['a=1; Path=/', 'heroku-session-affinity=x'] })).toEqual([])
    expect(jar.header()).toBe('a=1')
    expect(jar.take({ cookies: ['a=1'] })).toEqual([])
    expect(jar.take({ cookies: ['a=2', 'b=3; Max-Age=0'] })).toEqual(['a'])
    expect(jar.header()).toBe('a=2')
  })
  it('is counted by a number that is less for a stranger, and not by one that counts all requests', () => {
    expect(visitCounters(['visit 1 of 10', 'visit 2 of 11', 'visit 3 of 12'], 'visit 1 of 13')).toEqual([0])
    expect(visitCounters(['uptime 5', 'uptime 5', 'uptime 6'], 'uptime 6')).toEqual([])
    expect(visitCounters(['one', 'two 2'], '1')).toEqual([])
  })
})
