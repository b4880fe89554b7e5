// Whether a host's key is one that its person has accepted before: the ssh library takes any by itself. ssh-keygen is asked, as it
// knows hashed names too.

import { execFile } from 'node:child_process'
import type { Around } from './engine-places.ts'

type Verify = (isKnown: boolean) => void

const askMs = 3000

export function sshCheck(host: string, port: number, around: Pick<Around, 'findProgram'>): (key: Buffer, verify: Verify) => void {
  return (key, verify) => {
    const program = around.findProgram('ssh-keygen')
    if (program === null) return verify(false)
    execFile(program, ['-F', port === 22 ? host : `[${host}]:${port}`], { timeout: askMs }, (_, text) => verify(isListed(String(text), key)))
  }
}

/** Lines of a known_hosts file: names, kind, key. A mark such as @revoked comes before the names, and such a line counts for nothing. */
export function isListed(text: string, key: Buffer): boolean {
  return text.split('\n').some((line) => !line.startsWith('#') && !line.startsWith('@') && line.split(' ')[2] === key.toString('base64'))
}
