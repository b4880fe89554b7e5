import type { Slug } from '../../shared/domain/build.ts'
import { containerStack } from '../../shared/domain/stacks.ts'

export const isOfImages = ({ stack }: Pick<Slug, 'stack'>): boolean => stack === containerStack

/** What a slug holds: `12 files`, or `1 image` for one of the stack `container`. */
export function slugContents({ stack, files }: Pick<Slug, 'stack' | 'files'>, count: number = files): string {
  const what = isOfImages({ stack }) ? 'image' : 'file'
  return `${count} ${count === 1 ? what : `${what}s`}`
}
