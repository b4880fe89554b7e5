// What can not be right about a config var, said while it is typed. The engine decides; this only saves a round trip.

import { configKeyPattern, configMaxBytes, reservedConfigKeyPattern } from '../../shared/domain/app.ts'
import { byteSize } from '../../shared/text/amounts.ts'

/** As the protocol has it. */
const keyBound = 256

export function keyProblem(key: string): string | null {
  if (key === '') return null
  if (key.length > keyBound) return `That is ${key.length} characters; a name has at most ${keyBound}.`
  if (reservedConfigKeyPattern.test(key)) return 'The platform sets this one itself. Choose another name.'
  return configKeyPattern.test(key) ? null : 'Letters, digits and underscores; not starting with a digit or two underscores.'
}

export function valueProblem(value: string): string | null {
  const bytes = new TextEncoder().encode(value).length
  return bytes > configMaxBytes ? `That is ${byteSize(bytes)}; all config vars of an app together may take ${byteSize(configMaxBytes)}. Keep large values in a file or a backing service.` : null
}
