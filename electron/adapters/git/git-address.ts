import { appNamePattern } from '../../../shared/domain/app.ts'

export type GitService = 'git-upload-pack' | 'git-receive-pack'

export type GitAddress = {
  readonly appName: string
  /** Part below the repository, as git asks for it. */
  readonly part: 'info/refs' | GitService
  readonly service: GitService
  readonly query: string
}

const pattern = /^\/([^/]+)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/
const advertisement = /^service=(git-upload-pack|git-receive-pack)$/

/** What git's smart protocol asks for, and nothing else a repository holds; null for everything but that. */
export function parseGitAddress(method: string, url: string): GitAddress | null {
  const [path = '', query = ''] = url.split('?', 2)
  const match = pattern.exec(path)
  const [, appName = '', part = ''] = match ?? []
  if (match === null || !appNamePattern.test(appName)) return null
  if (part === 'info/refs') {
    const service = advertisement.exec(query)?.[1]
    if (method !== 'GET' || service === undefined) return null
    return { appName, part, service: service as GitService, query }
  }
  if (method !== 'POST' || query !== '') return null
  return { appName, part: part as GitService, service: part as GitService, query }
}

/** Is this below some repository at all? Such paths are git's, answered or refused. */
export function isGitPath(path: string): boolean {
  return /^\/[^/]+\.git(\/|$)/.test(path)
}
