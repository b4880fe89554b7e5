import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from '../check.ts'
import { installLine } from '../install-line.ts'
import { versionIn } from '../version-in.ts'

const packages = { apt: 'git', dnf: 'git', pacman: 'git', brew: 'git', winget: 'Git.Git' }

export const git: Check = {
  id: 'git', group: 'needed', title: 'Git', purpose: 'Takes pushes. Folders and samples can be deployed without it.',
  look: async (around) => {
    const program = around.findProgram('git')
    if (program === null) {
      return { state: 'problem', found: 'not installed', fix: 'Install Git, then check again. Until then nothing can be pushed.', command: installLine(packages, around), raw: 'git: not on the PATH' }
    }
    const { exitStatus, text } = await around.ask([program, '--version'])
    if (exitStatus !== 0) {
      return { state: 'problem', found: 'does not run', fix: 'Install Git again, then check again.', command: installLine(packages, around), raw: `${program} --version\n${text}` }
    }
    return { state: 'fine', found: `version ${versionIn(text)}`, raw: `${program}\n${text}` }
  },
}

export const gitHttp: Check = {
  id: 'git-http', group: 'needed', title: 'Git over HTTP', purpose: 'The part of Git that receives a push.',
  look: async (around) => {
    const program = around.findProgram('git')
    if (program === null) return { state: 'problem', found: 'not here, as Git is not', fix: 'Install Git: it brings this part along.' }
    const { text } = await around.ask([program, '--exec-path'])
    // Asked where Git keeps its parts: started without a request it would only complain.
    const part = join(text, around.platform === 'win32' ? 'git-http-backend.exe' : 'git-http-backend')
    if (await stat(part).then((stats) => stats.isFile(), () => false)) return { state: 'fine', found: 'here', raw: part }
    return {
      state: 'problem', found: 'missing from this Git',
      fix: 'Install the whole of Git: some small systems leave this part out.',
      command: around.platform === 'linux' && around.findProgram('apk') !== null ? 'sudo apk add git-daemon' : installLine({ ...packages, dnf: 'git-core git-daemon' }, around),
      raw: `not there: ${part}`,
    }
  },
}
