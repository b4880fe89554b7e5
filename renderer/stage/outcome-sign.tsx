import type { Look } from '../scene/map-particles.ts'

/** The same shapes that fly over the map: a dot asks or was answered well, a ring was refused, a cross failed. */
export function OutcomeSign({ outcome }: { readonly outcome: Look }) {
  return (
    <svg className={`outcome outcome-${outcome}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {outcome === 'failed' ? <path d="m2.5 2.5 7 7M9.5 2.5l-7 7" /> : <circle cx="6" cy="6" r={outcome === 'refused' ? 3.2 : 3.5} />}
    </svg>
  )
}
