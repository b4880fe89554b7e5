import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { dataDirOf } from '../../main/launch-options.ts'
import { isShell, shells, usualShell, type Shell } from './shells.ts'

export const terminalUsage = `Usage: dynarium env [--data-dir DIR] [--shell ${shells.join('|')}] [--login]
       dynarium heroku [--data-dir DIR] [COMMAND ...]
       dynarium trust [--data-dir DIR] [--git] [--remove]

  env       prints the settings with which the Heroku CLI and git use the Dynarium that runs: eval "$(npx dynarium env)"
            --login leaves out the token, so that \`heroku login\` can be used
  heroku    runs the Heroku CLI with these settings, and fetches it if it is missing
  trust     says where the certificate authority is that git and \`heroku run\` need.
            --git adds it to your git for Dynarium's address alone, --remove removes what was added
`

export type EnvOptions = { readonly dataDir: string; readonly shell: Shell; readonly isLogin: boolean }
export type TrustOptions = { readonly dataDir: string; readonly wants: 'told' | 'git' | 'removed' }
export type HerokuOptions = { readonly dataDir: string; readonly args: readonly string[] }

/** Throws Error with a sentence for people. */
export function parseEnvOptions(args: readonly string[]): EnvOptions {
  const { values } = parseArgs({ args: [...args], strict: true, allowPositionals: false, options: { 'data-dir': { type: 'string' }, shell: { type: 'string' }, login: { type: 'boolean' } } })
  const shell = values.shell ?? usualShell(process.platform, process.env['SHELL'])
  if (!isShell(shell)) throw new Error(`--shell ${shell}: choose ${shells.join(', ')}.`)
  return { dataDir: dataDirFrom(values['data-dir']), shell, isLogin: values.login === true }
}

/** Throws Error with a sentence for people. */
export function parseTrustOptions(args: readonly string[]): TrustOptions {
  const { values } = parseArgs({ args: [...args], strict: true, allowPositionals: false, options: { 'data-dir': { type: 'string' }, git: { type: 'boolean' }, remove: { type: 'boolean' } } })
  return { dataDir: dataDirFrom(values['data-dir']), wants: values.remove === true ? 'removed' : values.git === true ? 'git' : 'told' }
}

/** Only what stands before the CLI's command is ours. */
export function parseHerokuOptions(args: readonly string[]): HerokuOptions {
  const [first = '', second = '', ...rest] = args
  if (first === '--data-dir') return { dataDir: dataDirFrom(second), args: rest }
  if (first.startsWith('--data-dir=')) return { dataDir: dataDirFrom(first.slice(first.indexOf('=') + 1)), args: args.slice(1) }
  return { dataDir: dataDirFrom(undefined), args }
}

function dataDirFrom(given: string | undefined): string {
  if (given === '') throw new Error('--data-dir needs a folder.')
  return resolve(given ?? dataDirOf('process', { platform: process.platform, env: process.env, home: homedir() }))
}
