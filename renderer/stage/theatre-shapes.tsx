import { MarkShape } from '../components/state-mark.tsx'
import type { MarkKind } from '../scene/dyno-mark.ts'
import type { LaneStepName } from '../scene/push-lane.ts'

export type CastMark = { readonly key: string; readonly kind: MarkKind; readonly since?: number; readonly expectedMs?: number | null }

/** Drawn in a box of 80 by 56; the state colours the stroke. */
const box = { width: 80, height: 56 }

/** Where each shape begins and ends in its box, so that the lines between them keep the same distance. */
export const shapeEdges: Readonly<Record<LaneStepName, { readonly left: number; readonly right: number }>> = {
  commit: { left: 2, right: 78 }, detect: { left: 24, right: 62 }, compile: { left: 8, right: 72 }, slug: { left: 16, right: 64 }, release: { left: 6, right: 74 }, dynos: { left: 2, right: 78 },
}

type ShapeProps = { readonly children: React.ReactNode }

function Shape({ children }: ShapeProps) {
  return <svg className="shape" width={box.width} height={box.height} viewBox={`0 0 ${box.width} ${box.height}`} aria-hidden="true">{children}</svg>
}

/** A card with the commit on its line; a folder where the source was one. */
export function CommitShape({ commit }: { readonly commit: string | null }) {
  if (commit === null) return <Shape><path d="M12 14a4 4 0 0 1 4-4h14l6 6h28a4 4 0 0 1 4 4v24a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4Z" /><path d="M12 22h56" /></Shape>
  return (
    <Shape>
      <rect x="2" y="10" width="76" height="36" rx="4" />
      <path d="M2 28h7M17 28h4" />
      <circle cx="13" cy="28" r="4" />
      <text x="24" y="32">{commit.slice(0, 7)}</text>
    </Shape>
  )
}

/** A file under the glass: the one that decided. */
export function DetectShape() {
  return (
    <Shape>
      <path d="M24 4h22l10 10v38a0 0 0 0 1 0 0H24a0 0 0 0 1 0 0Z" />
      <path d="M46 4v10h10M31 20h12M31 27h8" />
      <circle className="shape-lens" cx="49" cy="36" r="9" />
      <path d="m55.500 42.500 7 7" />
    </Shape>
  )
}

export function CompileShape() {
  return (
    <Shape>
      <rect x="8" y="6" width="64" height="44" rx="4" />
      <path d="M8 16h64M17 25l6 6-6 6M29 37h16" />
    </Shape>
  )
}

export function SlugShape() {
  return (
    <Shape>
      <path d="M40 3 64 15v26L40 53 16 41V15Z" />
      <path d="m16 15 24 12 24-12M40 27v26M28 9l24 12" />
    </Shape>
  )
}

export function ReleaseShape({ version }: { readonly version: number | null }) {
  return (
    <Shape>
      <path d="M20 8h40l14 20-14 20H20L6 28Z" />
      <text className="shape-version" x="40" y="34" textAnchor="middle">{version === null ? 'v' : `v${version}`}</text>
    </Shape>
  )
}

/** Marks shown; more are a number. */
const marksShown = 8
const marksInRow = 4

export function DynosShape({ marks }: { readonly marks: readonly CastMark[] }) {
  const shown = marks.length > marksShown ? marks.slice(0, marksShown - 1) : marks
  const rows = Math.ceil(Math.max(1, marks.length > marksShown ? marksShown : shown.length) / marksInRow)
  const place = (index: number, count: number): string => {
    const row = Math.floor(index / marksInRow)
    const inRow = Math.min(marksInRow, count - row * marksInRow)
    return `translate(${40 - (inRow * 17 - 3) / 2 + (index % marksInRow) * 17}, ${28 - (rows * 18 - 4) / 2 + row * 18})`
  }
  const count = marks.length > marksShown ? marksShown : shown.length
  return (
    <Shape>
      <rect x="2" y="4" width="76" height="48" rx="4" />
      {shown.map(({ key, ...mark }, index) => <g key={key} transform={place(index, count)}><MarkShape {...mark} /></g>)}
      {marks.length > marksShown && <text transform={place(marksShown - 1, count)} x="0" y="11">+{marks.length - shown.length}</text>}
    </Shape>
  )
}
