// `dynarium env`, `dynarium heroku` and `dynarium trust`: the published Heroku CLI on the Dynarium that runs. Only `env`'s settings go to
// standard output, so that a shell can take them as they are.

import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAddress, type Address } from './address-file.ts'
import { cliEnvironment, gitsAuthority } from './terminal/cli-environment.ts'
import { ensureHerokuCli } from './terminal/cli-package.ts'
import { distrustInGit, trustInGit } from './terminal/git-trust.ts'
import { runCli } from './terminal/run-cli.ts'
import { inShell } from './terminal/shells.ts'
import { parseEnvOptions, parseHerokuOptions, parseTrustOptions, terminalUsage } from './terminal/terminal-options.ts'

const verbs: Readonly<Record<string, (args: readonly string[]) => number | Promise<number>>> = { env, heroku, trust }

void main(process.argv.slice(2))

async function main([verb = '', ...args]: readonly string[]): Promise<void> {
  try {
    if (verb !== 'heroku' && args.includes('--help')) process.stdout.write(terminalUsage)
    else process.exitCode = await verbs[verb]!(args)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}

function env(args: readonly string[]): number {
  const { dataDir, shell, isLogin } = parseEnvOptions(args)
  const address = running(dataDir)
  process.stdout.write(inShell(shell, cliEnvironment({ ...address, token: isLogin ? null : tokenOf(dataDir), env: process.env }), process.env[gitsAuthority] === undefined ? [] : [gitsAuthority]))
  return 0
}

async function heroku(words: readonly string[]): Promise<number> {
  const { dataDir, args } = parseHerokuOptions(words)
  const address = running(dataDir)
  const file = await ensureHerokuCli(say)
  // The CLI refuses to log in while it is given a token.
  const token = args[0] === 'login' || args[0] === 'auth:login' ? null : tokenOf(dataDir)
  return runCli(file, args, { dataDir, url: address.url, variables: cliEnvironment({ ...address, token, env: process.env }) })
}

function trust(args: readonly string[]): number {
  const { dataDir, wants } = parseTrustOptions(args)
  const caFile = join(dataDir, 'trust', 'ca.pem')
  if (wants === 'removed') return removed(caFile)
  const address = wants === 'git' ? running(dataDir) : null
  if (!existsSync(caFile)) throw new Error(`There is no certificate authority in ${dataDir} yet: Dynarium makes it when it is started.`)
  const { fingerprint256, validTo } = new X509Certificate(readFileSync(caFile))
  say(`The certificate authority of this Dynarium is ${caFile}.\nIt can vouch for localhost and this machine's loopback addresses only, until ${validTo}. Its private key never leaves its folder.\nSHA-256 ${fingerprint256}`)
  if (address === null) say('git does not know it by itself: `dynarium env` tells git in one shell, `dynarium trust --git` in all of them.')
  else say(`Your git settings now have:\n${listed(trustInGit(new URL(address.url).port, address.caFile))}\n\`dynarium trust --remove\` takes them away.`)
  return 0
}

function removed(caFile: string): number {
  const lines = distrustInGit(caFile)
  say(lines.length === 0 ? 'Your git settings had nothing of Dynarium: nothing was changed.' : `Removed from your git settings:\n${listed(lines)}`)
  return 0
}

function running(dataDir: string): Address {
  const address = readAddress(dataDir)
  if (address === null) throw new Error(`No Dynarium runs on ${dataDir}. Start it (npm start, or npm run serve), or name its folder with --data-dir.`)
  return address
}

function tokenOf(dataDir: string): string {
  return readFileSync(join(dataDir, 'token'), 'utf8').trim()
}

function listed(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n')
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
