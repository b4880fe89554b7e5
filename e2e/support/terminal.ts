import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { ensureHerokuCli } from '../../electron/headless/terminal/cli-package.ts'

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string }
type RunOptions = { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string }

const built = resolve(import.meta.dirname, '../../out/main/heroku-cli.cjs')

/** Runs a program to its end; never rejects for its exit code. */
export function runProgram(program: string, args: readonly string[], { cwd, env = process.env, input = '' }: RunOptions = {}): Promise<Ran> {
  return new Promise((done, reject) => {
    const child = spawn(program, args, { ...(cwd === undefined ? {} : { cwd }), env })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => done({ code, stdout, stderr }))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/** `dynarium env|trust ...`, from the build. */
export const dynarium = (args: readonly string[], options?: RunOptions): Promise<Ran> => runProgram(process.execPath, [built, ...args], options)

/** The words of `dynarium heroku` for a data folder, for `runProgram`: the CLI is fetched if it is missing. With another home it needs DYNARIUM_CACHE_DIR to be found. */
export async function herokuWords(dataDir: string): Promise<readonly string[]> {
  await ensureHerokuCli(() => {})
  return [built, 'heroku', '--data-dir', dataDir]
}
