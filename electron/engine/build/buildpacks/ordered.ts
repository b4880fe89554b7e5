// The built-in buildpacks in the order in which Heroku searches (devcenter "Buildpacks", 2024-08); the first match is it. Heroku's list
// also has Clojure and .NET. Static sites come last: any other language may have an index.html.

import type { Buildpack } from './buildpack.ts'
import { go } from './go.ts'
import { gradle } from './gradle.ts'
import { java } from './java.ts'
import { nodejs } from './nodejs.ts'
import { php } from './php.ts'
import { python } from './python.ts'
import { ruby } from './ruby.ts'
import { scala } from './scala.ts'
import { staticSite } from './static.ts'

export const orderedBuildpacks: readonly Buildpack[] = [ruby, nodejs, python, java, gradle, scala, php, go, staticSite]

export const findBuildpack = (id: string): Buildpack | null => orderedBuildpacks.find((buildpack) => buildpack.id === id) ?? null
