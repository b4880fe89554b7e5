import { MarkShape } from '../../components/state-mark.tsx'
import type { Tone } from '../../text/tone.ts'

/** The sentence beside it says the same. */
export function ToneSign({ tone }: { readonly tone: Tone }) {
  if (tone === 'plain') return <svg className="tone-plain" width="12" height="12" viewBox="0 0 14 14" aria-hidden="true"><path d="M7 3v8" /></svg>
  if (tone === 'work') return <svg className="tone-work" width="12" height="12" viewBox="0 0 14 14" aria-hidden="true"><circle cx="7" cy="7" r="3.5" /></svg>
  return <MarkShape kind={tone === 'good' ? 'up' : 'crashed'} size={12} />
}
