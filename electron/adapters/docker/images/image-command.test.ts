import { describe, expect, it } from 'vitest'
import { ownCommand, programOf, userOf } from './image-command.ts'

describe('what runs in an image of an app\'s own (IM5)', () => {
  it('is told as a shell would be told it', () => {
    expect(ownCommand({ Cmd: ['/bin/sh', '-c', 'gunicorn -b 0.0.0.0:$PORT app'] })).toBe('gunicorn -b 0.0.0.0:$PORT app')
    expect(ownCommand({ Cmd: ['node', 'web.js', 'two words', 'a "b"'] })).toBe('node web.js "two words" "a \\"b\\""')
    expect(ownCommand({ Entrypoint: ['/start'], Cmd: ['web'] })).toBe('/start web')
    expect(ownCommand({ Entrypoint: '/start', Cmd: null })).toBe('/start')
    expect(ownCommand({ Entrypoint: null, Cmd: [] })).toBeNull()
  })

  it('goes through a shell, so that variables are filled in, unless the image has an ENTRYPOINT', () => {
    expect(programOf({ Cmd: ['node', 'web.js', '$PORT'] }, 'node web.js $PORT')).toEqual(['/bin/sh', '-c', 'node web.js $PORT'])
    expect(programOf({ Entrypoint: ['/start'], Cmd: ['$PORT', 'a b'] }, '/start $PORT "a b"')).toEqual(['/start', '$PORT', 'a b'])
    expect(programOf({ Entrypoint: ['/start', 'in a row'], Cmd: ['web'] }, 'worker --fast')).toEqual(['/bin/sh', '-c', '/start "in a row" worker --fast'])
  })

  it('waits, or ends at once, when a fault says so', () => {
    const program = programOf({ Cmd: ['true'] }, 'true', { delayMs: 1500, exitsWith: 3 })
    expect(program.slice(3)).toEqual(['dyno', '1.5', '3', '/bin/sh', '-c', 'true'])
  })

  it('is nobody who is root', () => {
    for (const User of [undefined, '', 'root', '0', '0:0', 'root:staff']) expect(userOf(User === undefined ? {} : { User }, '1000:1000')).toBe('1000:1000')
    for (const User of ['app', '1001', '10:20', 'rooty']) expect(userOf({ User }, '1000:1000')).toBe(User)
  })
})
