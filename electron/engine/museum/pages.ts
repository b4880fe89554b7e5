// The pages of the museum: what is known of each code, and whether it can be made to happen here and now.

import type { Era } from '../../../shared/domain/dyno-sizes.ts'
import { dynoCodes } from '../../../shared/errors/dyno-codes.ts'
import { logCodes } from '../../../shared/errors/log-codes.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import { dynoExhibits } from '../../../shared/museum/dyno-exhibits.ts'
import type { Exhibit } from '../../../shared/museum/exhibit.ts'
import { logExhibits } from '../../../shared/museum/log-exhibits.ts'
import { routerExhibits } from '../../../shared/museum/router-exhibits.ts'
import type { CodePage } from '../../../shared/protocol/calls.ts'
import { dynoRecipes } from './dyno-recipes.ts'
import { routerRecipes } from './router-recipes.ts'
import type { Recipe } from './recipe.ts'

export const recipes: ReadonlyMap<string, Recipe> = new Map([...routerRecipes, ...dynoRecipes].map((recipe) => [recipe.code, recipe]))

export type Here = { readonly era: Era; readonly isSimulated: boolean }

export function museumPages(here: Here): CodePage[] {
  return [...routerExhibits.map((exhibit) => page(exhibit, 'H', here)), ...dynoExhibits.map((exhibit) => page(exhibit, 'R', here)), ...logExhibits.map((exhibit) => page(exhibit, 'L', here))]
}

/** null: it can be made to happen here and now. */
export function whyNot(code: string, { era, isSimulated }: Here): string | null {
  const recipe = recipes.get(code)
  if (recipe === undefined) return notHere[code] ?? 'it belongs to a part that Dynarium does not have'
  if (recipe.era !== undefined && recipe.era !== era) return `only the ${recipe.era} router has it, and the era is ${era}`
  return isSimulated && recipe.isReal ? 'it needs real processes and sockets, and this platform is simulated' : null
}

function page({ code, trigger, line, fix }: Exhibit, group: CodePage['group'], here: Here): CodePage {
  const { title, meaning, status } = facts(code)
  const no = whyNot(code, here)
  return { code, group, title, meaning: no === null ? meaning : `${meaning} It can not be caused here: ${no}.`, trigger, status, line, fix, cause: no === null ? (recipes.get(code)?.cause ?? null) : null }
}

function facts(code: string): { title: string; meaning: string; status: number | null } {
  const router = routerCodes.get(code)
  if (router !== undefined) return { title: router.description, meaning: router.meaning, status: router.status }
  const dyno = Object.values(dynoCodes).find((known) => known.code === code)
  if (dyno !== undefined) return { title: dyno.title, meaning: dyno.meaning, status: null }
  const log = logCodes.find((known) => known.code === code)
  return { title: log?.title ?? retired[code] ?? code, meaning: log?.meaning ?? 'It is retired.', status: null }
}

const retired: Readonly<Record<string, string>> = { H16: 'Redirect to herokuapp.com', H23: 'Endpoint misconfigured', H32: 'TLS Certificate Mismatch', H33: 'HTTP/2 Stream Broken', R11: 'Bad bind' }

const notHere: Readonly<Record<string, string>> = {
  H16: 'it is retired', H23: 'it is retired', R11: 'it is retired', H32: 'the router speaks no TLS on this machine', H33: 'the router speaks no HTTP/2 on this machine',
  R17: 'a damaged slug shows as R99', R99: 'the platform would have to break', L10: 'it takes more than this machine can send', L11: 'lines that were left out are counted in their place instead',
  L12: 'it takes a flood that would slow the whole machine', L13: 'lines go to no other machine here', L14: 'there are no log drains yet', L15: 'the history is a file here',
}
