import { expect, it } from 'vitest'
import { expandCommand } from './dyno-env.ts'

it.each([
  ['rake', 'bundle exec rake'],
  ['rake db:migrate', 'bundle exec rake db:migrate'],
  ['  rake  task["a  b"]', 'bundle exec rake  task["a  b"]'],
  ['bash -c "echo  1"', 'bash -c "echo  1"'],
  ['constructor x', 'constructor x'],
])('%s becomes %s', (command, expected) => {
  expect(expandCommand(command, { rake: 'bundle exec rake' })).toBe(expected)
})
