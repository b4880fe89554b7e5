// The list of buildpacks of an app, in the order they run; empty means detect. Heroku takes names of its registry, git URLs and
// archives. Simplified: no registry, so besides the built-in ones a buildpack is named by where it is: a URL, a folder, a .tgz.

import { builtInBuildpacks } from '../../../shared/domain/buildpacks.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { requireApp } from './require-app.ts'

export function decideBuildpacks(state: PlatformState, nameOrId: string, wanted: readonly string[]): EventDraft[] {
  const app = requireApp(state, nameOrId)
  const buildpacks = wanted.map((address) => address.trim())
  buildpacks.forEach((buildpack, index) => {
    const why = buildpacks.indexOf(buildpack) < index ? 'it is in the list twice' : troubleWith(buildpack)
    if (why !== null) throw new PlatformError('buildpack-invalid', { buildpack, why })
  })
  const same = buildpacks.length === app.buildpacks.length && buildpacks.every((address, index) => address === app.buildpacks[index])
  return same ? [] : [{ type: 'buildpacks.changed', app: app.id, data: { buildpacks } }]
}

const url = /^(https?|git|ssh|git\+ssh):\/\/[^\s/?#-][^\s]*$/i
/** user@host:path, the short form of ssh. */
const shortSsh = /^[\w.][\w.-]*@[\w.][\w.-]*:[^\s-][^\s]*$/
const absolutePath = /^(\/|[A-Za-z]:[\\/]|\\\\)/
const archive = /\.(tgz|tar\.gz)$/i
const registryName = /^[\w-]+\/[\w-]+$/

/** Why it is not a buildpack, or null when it is one. */
function troubleWith(address: string): string | null {
  if (hasControlCharacter(address)) return 'it has a control character'
  if (address.startsWith('heroku/')) {
    return builtInBuildpacks.includes(address) ? null : `the built-in ones are ${builtInBuildpacks.join(', ')}`
  }
  if (url.test(address) || shortSsh.test(address) || absolutePath.test(address)) return null
  if (registryName.test(address)) return 'there is no registry here, so it has to be the URL of its git repository'
  if (/^[a-z][\w+.-]*:/i.test(address)) return 'a URL has to begin with https, http, git or ssh and have no spaces'
  return archive.test(address) ? 'the path of an archive has to be absolute' : 'a folder has to be an absolute path'
}

function hasControlCharacter(text: string): boolean {
  for (const character of text) if (character < ' ' || character === '\u007f') return true
  return false
}
