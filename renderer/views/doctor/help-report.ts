// What is copied to ask for help: everything Doctor found, with nothing in it that says who or where you are.

import type { DoctorCheck, PlatformInfo } from '../../../shared/protocol/calls.ts'
import { grouped, stateWord, summary } from './findings.ts'

export function helpReport(checks: readonly DoctorCheck[], info: PlatformInfo | null, at: Date): string {
  const lines = [
    '# Dynarium Doctor', '',
    `${info === null ? 'version unknown' : `Dynarium ${info.version}, runtime ${info.runtime}, ${info.platform}`}, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`, '',
    summary(checks),
    ...grouped(checks).flatMap((group) => ['', `## ${group.title}`, '', '| what | state | found |', '|---|---|---|', ...group.checks.map(row)]),
    ...checks.filter(({ state, raw }) => state !== 'fine' && raw !== null).flatMap(({ title, raw }) => ['', `### ${title}`, '```', raw ?? '', '```']),
    '',
  ]
  return anonymous(lines.join('\n'), info)
}

const row = (check: DoctorCheck): string => `| ${check.title} | ${stateWord(check).word} | ${check.found.replaceAll('|', '\\|')} |`

/** Home folders, the account's name, the machine's name, the data folder, the token. */
export function anonymous(text: string, info: PlatformInfo | null): string {
  const account = info?.owner.split('@')[0] ?? ''
  return [
    [info?.token ?? '', '(token)'],
    [info?.dataDir ?? '', '(data folder)'],
    [info?.machine.name ?? '', '(machine)'],
  ].reduce((left, [secret = '', stand = '']) => (secret.length < 3 ? left : left.replaceAll(secret, stand)), text)
    .replace(/(?:\/home|\/Users)\/[^/\s'":]+|\/root(?=[/\s'":]|$)|[A-Za-z]:\\Users\\[^\\\s'":]+/gm, '~')
    .replace(account.length < 3 ? /(?!)/g : new RegExp(`\\b${account.replace(/[^\w]/g, '\\$&')}\\b`, 'g'), '(you)')
}
