import { expect, it } from 'vitest'
import { overflowText, syslogLine } from './syslog-line.ts'

const at = Date.UTC(2026, 0, 31, 12, 0, 0, 5)
const https = { host: 'host', hasStructuredData: false }

it.each([
  [{ at, source: 'app', ps: 'web.1', text: 'hello' }, https, '<190>1 2026-01-31T12:00:00.005000+00:00 host app web.1 - hello\n'],
  [{ at, source: 'heroku', ps: 'router', text: 'at=info' }, https, '<158>1 2026-01-31T12:00:00.005000+00:00 host heroku router - at=info\n'],
  [{ at, source: 'heroku', ps: 'web.1', text: 'State changed' }, { host: 'd.1', hasStructuredData: true }, '<45>1 2026-01-31T12:00:00.005000+00:00 d.1 heroku web.1 - - State changed\n'],
  [{ at, source: 'heroku', ps: 'logplex', text: 'x' }, https, '<172>1 2026-01-31T12:00:00.005000+00:00 host heroku logplex - x\n'],
] as const)('a line as it goes out (LD2)', (line, form, text) => {
  expect(syslogLine(line, form)).toBe(text)
})

it('L10 in Heroku\'s words', () => {
  expect(overflowText(37, at)).toBe('Error L10 (output buffer overflow): 37 messages dropped since 2026-01-31T12:00:00+00:00.')
})
