// From an experiment back to the text of its file. What has its default is left out, so that people read what matters.

import { Document, isMap, isScalar, isSeq, visit } from 'yaml'
import type { ExperimentInput } from './experiment-form.ts'

const lineWidth = 120

/** `notes` stand at the top as comments. */
export function writeExperiment(experiment: ExperimentInput, notes: readonly string[] = []): string {
  const document = new Document(experiment)
  if (notes.length > 0) document.commentBefore = notes.map((note) => ` ${note}`).join('\n')
  visit(document, {
    // Short lists and targets on one line, as people write them.
    Collection: (key, node) => {
      const isSmall = (isSeq(node) && node.items.length > 0 && node.items.every((item) => isScalar(item))) || (isMap(node) && key !== null && isOf(node, ['type', 'dynos', 'host', 'zone', 'proxy', 'router']))
      if (isSmall) node.flow = true
    },
  })
  return document.toString({ lineWidth, flowCollectionPadding: false })
}

const isOf = (node: { readonly items: readonly { readonly key: unknown }[] }, keys: readonly string[]): boolean => node.items.length === 1 && node.items.every(({ key }) => isScalar(key) && keys.includes(String(key.value)))
