import { parseSync, Visitor } from 'vite'
import type { SourceFile } from './source-files'

const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate'])
/** Global objects that hold a clock, chance or the process; null means every member of them. */
const IMPURE_MEMBERS: Readonly<Record<string, ReadonlySet<string> | null>> = {
  Date: new Set(['now']),
  Math: new Set(['random']),
  performance: null,
  crypto: null,
  process: null,
  globalThis: null,
}

/**
 * Where a file reaches for the clock, chance, timers or the process. It looks at code only: comments may speak of them,
 * and a text may hold a program that is meant for elsewhere.
 * @param mayFormatDates a given moment may be put into words; asking for the present one never is allowed
 */
export function impureCode({ path, text }: SourceFile, mayFormatDates: boolean): string[] {
  const found: { start: number; what: string }[] = []
  const add = (start: number, what: string): void => void found.push({ start, what })
  new Visitor({
    Identifier: (node) => {
      if (TIMERS.has(node.name)) add(node.start, node.name)
    },
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return
      const members = IMPURE_MEMBERS[node.object.name]
      if (members === null || members?.has(node.property.name)) add(node.start, `${node.object.name}.${node.property.name}`)
    },
    NewExpression: (node) => {
      const isDate = node.callee.type === 'Identifier' && node.callee.name === 'Date'
      if (isDate && !(mayFormatDates && node.arguments.length > 0)) add(node.start, 'new Date')
    },
  }).visit(parseSync(path, text).program)
  return found.map(({ start, what }) => `line ${text.slice(0, start).split('\n').length}: ${what}`)
}
