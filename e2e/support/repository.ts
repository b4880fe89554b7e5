import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const samples = resolve(import.meta.dirname, '../../resources/samples')

export type Repository = {
  readonly folder: string
  write(path: string, text: string, mode?: number): void
  read(path: string): string
  remove(path: string): void
  commit(message: string): Promise<void>
  /** `git push` as a person does; never rejects: a refused push is an answer too. */
  push(remote: string, refspec?: string): Promise<{ readonly ok: boolean; readonly output: string }>
}

/** A git repository with one sample app in it, committed. */
export async function sampleRepository(folder: string, sample: string): Promise<Repository> {
  mkdirSync(folder, { recursive: true })
  cpSync(join(samples, sample), folder, { recursive: true })
  const repository = repositoryAt(folder)
  await git(folder, ['init', '-q', '-b', 'main'])
  await repository.commit('First version')
  return repository
}

function repositoryAt(folder: string): Repository {
  return {
    folder,
    write: (path, text, mode = 0o644) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text, { mode })
    },
    remove: (path) => rmSync(join(folder, path), { recursive: true }),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    commit: async (message) => {
      await git(folder, ['add', '-A'])
      await git(folder, ['-c', 'user.name=Ada', '-c', 'user.email=ada@localhost', 'commit', '-q', '--allow-empty', '-m', message])
    },
    push: async (remote, refspec = 'main') => {
      const { code, output } = await run(folder, ['push', remote, refspec])
      return { ok: code === 0, output }
    },
  }
}

async function git(folder: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(folder, args)
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${output}`)
}

function run(cwd: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    execFile('git', args, { cwd, maxBuffer: 2 ** 26, env: { ...process.env, GIT_TERMINAL_PROMPT: '0' } }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` })
    })
  })
}
