// A tour through a lively platform that stops at every endpoint. A new route of GET whose `:names` lively.fixture.ts knows needs no
// line here. Any other needs one in its area's file: what to send, and, where it takes something away, what to make for it first.

import { coreStops } from './tour/core.fixture.ts'
import { peopleStops } from './tour/people.fixture.ts'
import { pipelineStops } from './tour/pipelines.fixture.ts'
import type { Stop } from './tour/stop.fixture.ts'

export const tour: readonly Stop[] = [...coreStops, ...peopleStops, ...pipelineStops]
