import type { ReactNode } from 'react'
import type { AddOnState } from '../../shared/domain/add-on.ts'
import { addOnKind, type AddOnKind } from '../scene/addon-kind.ts'

/** Twenty-eight by twenty-eight: outline first, then what is drawn on it. */
const outlines: Readonly<Record<AddOnKind, string>> = {
  database: 'M4 7c0-2.200 4.500-4 10-4s10 1.800 10 4v14c0 2.200-4.500 4-10 4s-10-1.800-10-4Z',
  store: 'M14 2.500 24.500 8.500v11L14 25.500 3.500 19.500v-11Z',
  cache: 'M7 7h14v14H7Z',
  clock: 'M14 3a11 11 0 1 1 0 22 11 11 0 0 1 0-22Z',
  lines: 'M5 3h13l5 5v17H5Z',
  mail: 'M3 6h22v16H3Z',
  bars: 'M3 3h22v22H3Z',
  plug: 'M9 10h10v6a5 5 0 0 1-10 0Z',
}
const details: Readonly<Record<AddOnKind, ReactNode>> = {
  database: <path d="M4 7c0 2.200 4.500 4 10 4s10-1.800 10-4M4 14c0 2.200 4.500 4 10 4s10-1.800 10-4" />,
  store: <path d="M3.500 8.500 14 14.500l10.500-6M14 14.500v11" />,
  cache: <path d="M10.500 3v4M17.500 3v4M10.500 21v4M17.500 21v4M3 10.500h4M3 17.500h4M21 10.500h4M21 17.500h4" />,
  clock: <path d="M14 7.500V14l4.500 3" />,
  lines: <path d="M9 11h8M9 15h10M9 19h6" />,
  mail: <path d="m3 7 11 8 11-8" />,
  bars: <path d="M8.500 20.500v-6M14 20.500v-12M19.500 20.500v-8" />,
  plug: <path d="M11.500 4v6M16.500 4v6M14 21v4" />,
}

type AddOnShapeProps = { readonly service: string; readonly state: AddOnState | null; readonly size?: number }

/** What kind of thing it is, and how it is: dashed while it comes or goes, crossed when it could not be made. The word stands beside it. */
export function AddOnShape({ service, state, size = 28 }: AddOnShapeProps) {
  const kind = addOnKind(service)
  return (
    <svg className="addon-shape" data-state={state ?? 'offered'} width={size} height={size} viewBox="0 0 28 28" aria-hidden="true">
      <path className="addon-outline" d={outlines[kind]} />
      <g className="addon-detail">{details[kind]}</g>
      {state === 'errored' && <path className="addon-cross" d="m4 4 20 20M24 4 4 24" />}
    </svg>
  )
}
