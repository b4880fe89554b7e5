// How to keep each factor, in the order of the factors.

import type { Fix } from './fix.ts'
import { adminProcesses } from './fixes/admin-processes.ts'
import { backingServices } from './fixes/backing-services.ts'
import { buildReleaseRun } from './fixes/build-release-run.ts'
import { codebase } from './fixes/codebase.ts'
import { concurrency } from './fixes/concurrency.ts'
import { config } from './fixes/config.ts'
import { dependencies } from './fixes/dependencies.ts'
import { disposability } from './fixes/disposability.ts'
import { logs } from './fixes/logs.ts'
import { parity } from './fixes/parity.ts'
import { portBinding } from './fixes/port-binding.ts'
import { processes } from './fixes/processes.ts'
import type { FactorNumber } from './hint.ts'

export const fixes: Readonly<Record<FactorNumber, Fix>> = {
  1: codebase, 2: dependencies, 3: config, 4: backingServices, 5: buildReleaseRun, 6: processes, 7: portBinding, 8: concurrency, 9: disposability, 10: parity, 11: logs, 12: adminProcesses,
}
