// The authority in the user's own git settings, for Dynarium's address alone.

import { spawnSync } from 'node:child_process'
import { gitAddresses } from './cli-environment.ts'

const oursPattern = String.raw`^http\.https://(127\.0\.0\.1|localhost):[0-9]+/\.sslcainfo$`

/** The answer: one line for each setting that was made. */
export function trustInGit(port: string, caFile: string): readonly string[] {
  return gitAddresses(port).map((address) => {
    const key = `http.${address}.sslCAInfo`
    git(['--replace-all', key, caFile])
    return `${key} = ${caFile}`
  })
}

/** Removes every setting that names this authority, at any port. The answer: one line for each. */
export function distrustInGit(caFile: string): readonly string[] {
  const lines = git(['--null', '--get-regexp', oursPattern], [0, 1]).split('\0').filter((line) => line !== '')
  const ours = lines.map((line) => line.split('\n') as [string, string]).filter(([, value]) => value === caFile)
  return ours.map(([key]) => {
    git(['--unset-all', key, `^${caFile.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`])
    return `${key} = ${caFile}`
  })
}

function git(args: readonly string[], good: readonly number[] = [0]): string {
  const { status, stdout, stderr, error } = spawnSync('git', ['config', '--global', ...args], { encoding: 'utf8' })
  if (error !== undefined) throw new Error(`git could not be run: ${error.message}. Is it installed?`)
  if (!good.includes(status ?? -1)) throw new Error(`Your git settings could not be changed: git config ${args.join(' ')} said: ${stderr.trim()}`)
  return stdout
}
