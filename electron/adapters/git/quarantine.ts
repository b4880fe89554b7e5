// git keeps the objects of a push apart until its hook has said yes. Reading them means looking in both places.

import { join } from 'node:path'
import { ownEnvironment } from './git-environment.ts'
import { runGit } from './run-git.ts'

export type Quarantine = {
  readonly repository: string
  /** Folder of the new objects; empty for a git that has no quarantine. */
  readonly objects: string
}

const maxSubjectLength = 200

export function readingEnvironment(quarantine: Quarantine): Record<string, string> {
  const env = ownEnvironment({ GIT_DIR: quarantine.repository, GIT_OPTIONAL_LOCKS: '0' })
  if (quarantine.objects === '') return env
  return { ...env, GIT_OBJECT_DIRECTORY: quarantine.objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(quarantine.repository, 'objects') }
}

/** First line of the commit's message; '' for a deletion or for something that is no commit. */
export async function subjectOf(quarantine: Quarantine, commit: string): Promise<string> {
  if (/^0+$/.test(commit)) return ''
  const shown = await runGit({ args: ['log', '-1', '--no-show-signature', '--format=%s', commit, '--'], env: readingEnvironment(quarantine) })
  return shown.status === 0 ? shown.stdout.trim().slice(0, maxSubjectLength) : ''
}
