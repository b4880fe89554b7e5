// What Doctor found, in groups and in one sentence.

import type { DoctorCheck } from '../../../shared/protocol/calls.ts'

export type Group = { readonly id: DoctorCheck['group']; readonly title: string; readonly about: string; readonly checks: readonly DoctorCheck[] }

const groups = [
  { id: 'needed', title: 'Needed', about: 'Dynarium itself can not do without these.' },
  { id: 'languages', title: 'Languages', about: 'One is enough: that of your app.' },
  { id: 'machine', title: 'This machine', about: 'Room, ports and limits.' },
] as const

export function grouped(checks: readonly DoctorCheck[]): readonly Group[] {
  return groups.map((group) => ({ ...group, checks: checks.filter((check) => check.group === group.id) })).filter((group) => group.checks.length > 0)
}

/** "Everything needed is here. 2 languages are not installed." */
export function summary(checks: readonly DoctorCheck[]): string {
  const count = (matches: (check: DoctorCheck) => boolean): number => checks.filter(matches).length
  const problems = count(({ state }) => state === 'problem')
  const languages = count(({ group, state }) => group === 'languages' && state === 'warning')
  const warnings = count(({ group, state }) => group !== 'languages' && state === 'warning')
  const unknown = count(({ state }) => state === 'unknown')
  return [
    problems === 0 ? (checks.some(({ group, state }) => group === 'needed' && state === 'unknown') ? 'No problem was found.' : 'Everything needed is here.') : `${many(problems, 'thing needs', 'things need')} fixing.`,
    warnings === 0 ? '' : `${many(warnings, 'thing is', 'things are')} worth a look.`,
    languages === 0 ? '' : `${many(languages, 'language is', 'languages are')} not installed.`,
    unknown === 0 ? '' : `${many(unknown, 'thing', 'things')} could not be found out.`,
  ].filter(Boolean).join(' ')
}

const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`

export type Word = { readonly mark: 'up' | 'draining' | 'crashed' | 'idle' | 'down'; readonly word: string }

/** Shape and word of a state. A language that is not there is no trouble by itself. */
export function stateWord({ group, state }: Pick<DoctorCheck, 'group' | 'state'>): Word {
  switch (state) {
    case 'fine':
      return { mark: 'up', word: 'fine' }
    case 'warning':
      return group === 'languages' ? { mark: 'down', word: 'not here' } : { mark: 'draining', word: 'worth a look' }
    case 'problem':
      return { mark: 'crashed', word: 'needs fixing' }
    case 'unknown':
      return { mark: 'idle', word: 'unknown' }
  }
}
