// From the text of an experiment file to the experiment, or to all that is wrong with it, each with its place.

import { parseDocument } from 'yaml'
import type { Problem } from '../yaml/places.ts'
import { readForm } from '../yaml/read-form.ts'
import { outOfBounds } from '../yaml/text-bounds.ts'
import { inconsistencies } from './consistency.ts'
import { experimentForm, type Experiment } from './experiment-form.ts'

export type ReadExperiment =
  | { readonly experiment: Experiment; readonly problems: readonly [] }
  | { readonly experiment: null; readonly problems: readonly Problem[] }

export function readExperiment(text: string): ReadExperiment {
  const read = readForm(text, experimentForm, inconsistencies)
  return read.value === null ? { experiment: null, problems: read.problems } : { experiment: read.value, problems: [] }
}

/** The title of a file that may be wrong in other places. */
export function titleIn(text: string): string | null {
  if (outOfBounds(text) !== null) return null
  const title: unknown = parseDocument(text, { prettyErrors: false, logLevel: 'silent' }).get('title')
  return typeof title === 'string' ? title : null
}
