// The hints of all twelve factors, in their order: what the files of an app alone let one suspect. A factor turns green or red only by a
// run; hints say where to look. Everything is bounded: files, characters, hints of a check.

import type { FactorNumber, Hint } from '../../../../shared/factors/hint.ts'
import type { SourceTree } from '../../ports/build-host.ts'
import { hintsOfAdminProcesses } from './admin-processes.ts'
import { hintsOfBackingServices } from './backing-services.ts'
import { hintsOfBuildReleaseRun } from './build-release-run.ts'
import { hintsOfCodebase } from './codebase.ts'
import { hintsOfConcurrency } from './concurrency.ts'
import { hintsOfConfig } from './config.ts'
import { hintsOfDependencies } from './dependencies.ts'
import { hintsOfDisposability } from './disposability.ts'
import { hintsOfLogs } from './logs.ts'
import { lookAt, type History, type Look } from './look.ts'
import { hintsOfParity } from './parity.ts'
import { hintsOfPortBinding } from './port-binding.ts'
import { hintsOfProcesses } from './processes.ts'

const orderedFactors: Readonly<Record<FactorNumber, (look: Look) => Hint[]>> = {
  1: hintsOfCodebase, 2: hintsOfDependencies, 3: hintsOfConfig, 4: hintsOfBackingServices, 5: hintsOfBuildReleaseRun, 6: hintsOfProcesses,
  7: hintsOfPortBinding, 8: hintsOfConcurrency, 9: hintsOfDisposability, 10: hintsOfParity, 11: hintsOfLogs, 12: hintsOfAdminProcesses,
}

/** @param language a buildpack's id or label, or null @param history what only the repository knows, where it is at hand */
export function hintsOf(tree: SourceTree, language: string | null, history: History | null = null): readonly Hint[] {
  const look = lookAt(tree, language, history)
  return Object.values(orderedFactors).flatMap((hints) => hints(look))
}
