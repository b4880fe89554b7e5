import { z } from 'zod'
import { experimentForm } from '../../shared/experiment/experiment-form.ts'

/** For editors: completion and checks while somebody writes an experiment. What names and times have to do with each other it can not say. */
export function experimentSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(experimentForm, { io: 'input' })
  return `${JSON.stringify({ $schema, title: 'An experiment of Dynarium', description: 'See docs/experiments.md.', ...schema }, null, 2)}\n`
}
