import type { ReactNode } from 'react'

/** Sixteen by sixteen, one stroke width, drawn on the pixel. */
const shapes = {
  apps: <path d="M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z" />,
  pipelines: <path d="M2 4.500h4v7H2zM10 4.500h4v7h-4zM6 8h3.500M8 6.200 9.800 8 8 9.800" />,
  map: <path d="M2 8h3M5 5.5h3v5H5zM8 8h2M10 3.5h3.5v3H10zM10 9.5h3.5v3H10zM8 8l2-3M8 8l2 3" />,
  world: <path d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM2 8h12M8 2c2 1.8 2.8 3.8 2.8 6S10 12.2 8 14M8 2C6 3.8 5.2 5.8 5.2 8S6 12.2 8 14" />,
  router: <path d="M1.500 8h4M5.500 8 13 3.500M5.500 8H14M5.500 8 13 12.500M5.500 6v4" />,
  faults: <path d="M9 1.500 3.500 9H8l-1 5.500L12.500 7H8z" />,
  factors: <path d="m2.500 3.500 1.200 1.200 2.200-2.400M2.500 8l1.200 1.200 2.200-2.400M2.500 12.500l1.200 1.200 2.200-2.400M8.500 4H14M8.500 8.500H14M8.500 13H14" />,
  experiments: <path d="M6 2h4M6.800 2v4.500L3 13.500h10L9.200 6.500V2M4.800 10.500h6.400" />,
  codes: <path d="M2.500 2.500h11v11h-11zM5 6h6M5 8.500h6M5 11h3" />,
  money: <path d="M8 1.500v13M11.500 4.500c-.600-1-1.900-1.500-3.500-1.500-2 0-3.500 1-3.500 2.500s1.500 2.100 3.500 2.500 3.500 1 3.500 2.500S10 13 8 13c-1.600 0-2.900-.500-3.500-1.500" />,
  metrics: <path d="M2.5 13.500v-4M6.2 13.500v-8M9.8 13.500v-5M13.5 13.500v-11" />,
  autoscale: <path d="M2 13.500h3.500v-3H9v-4h3.500V2.500M10.300 4.500l2.200-2.200 2.200 2.200" />,
  access: <path d="M2.5 4h8M8 1.8 10.5 4 8 6.200M13.5 12h-8M8 9.8 5.5 12 8 14.2" />,
  addons: <path d="M2.500 4.500c0-1.100 2.500-2 5.500-2s5.500.900 5.500 2v7c0 1.100-2.500 2-5.500 2s-5.500-.900-5.500-2ZM2.500 4.500c0 1.100 2.500 2 5.500 2s5.500-.900 5.500-2M2.500 8c0 1.100 2.500 2 5.500 2s5.500-.900 5.500-2" />,
  scheduler: <path d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM8 4.800V8l2.500 1.700" />,
  containers: <path d="M8 1.800 14 5v6l-6 3.200L2 11V5ZM2 5l6 3.200L14 5M8 8.200v6" />,
  doctor: <path d="M8 3v10M3 8h10M2 2h12v12H2z" />,
  preferences: <path d="M2.5 4.500h7M12.5 4.500h1M2.5 11.500h1M6.5 11.500h7M11 3v3M5 10v3" />,
  terminal: <path d="M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10.200h3" />,
  traffic: <path d="M1.5 8h2M5.5 8h2M9.5 8h2M12.2 5.5 14.5 8l-2.3 2.5" />,
  inspector: <path d="M2 2.5h12v11H2zM9.500 2.500v11" />,
  undo: <path d="M5.5 3 2.5 6l3 3M2.5 6h6.500a4 4 0 0 1 0 8H6" />,
  play: <path d="M4.5 3v10l8-5z" />,
  overview: <path d="M2.5 6h4v4h-4zM10 2.5h3.5V6H10zM10 10h3.5v3.5H10zM6.5 8H8.2V4.2H10M8.2 8v3.8H10" />,
  deploy: <path d="M8 10V2.5M4.8 5.5 8 2.4l3.2 3.1M2.5 10v3.5h11V10" />,
  releases: <path d="M2.5 4h2M2.5 8h2M2.5 12h2M7 4h6.5M7 8h6.5M7 12h6.5" />,
  config: <path d="M2.5 5h5M11.5 5h2M2.5 11h2M8.5 11h5M9.5 3.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6ZM6.5 9.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z" />,
  logs: <path d="M2.5 3.5h11M2.5 6.5h7M2.5 9.5h11M2.5 12.5h5" />,
  activity: <path d="M1.5 8.5h3l2-5.5 3 10 2-4.5h3" />,
  settings: <path d="M8 5.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8ZM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4" />,
  copy: <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />,
  check: <path d="m3 8.5 3.2 3.2L13 4.8" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  outside: <path d="M9 2.5h4.5V7M13.2 2.8 7.5 8.5M11.5 9.5v4h-9v-9h4" />,
  search: <path d="M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3l3.2 3.2" />,
  sun: <path d="M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1" />,
  moon: <path d="M13.2 9.6A5.7 5.7 0 0 1 6.4 2.8a5.7 5.7 0 1 0 6.8 6.8Z" />,
  screen: <path d="M2 3h12v8H2zM5.5 13.5h5" />,
  alert: <path d="M8 2.2 14.3 13H1.7ZM8 6.4v3M8 11v.6" />,
  eye: <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8ZM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z" />,
  edit: <path d="m10.5 3 2.5 2.5L5.8 12.7 2.6 13.4l.7-3.2Z" />,
  trash: <path d="M2.8 4.2h10.4M6 4V2.5h4V4M4 4.2l.7 9.3h6.6l.7-9.3" />,
  chevron: <path d="m4 6 4 4 4-4" />,
  up: <path d="M8 13V3.500M4.2 7.200 8 3.400l3.800 3.800" />,
  down: <path d="M8 3v9.500M4.2 8.800 8 12.600l3.800-3.800" />,
  restart: <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.2v2.9h-2.9" />,
  stop: <path d="M4 4h8v8H4z" />,
  folder: <path d="M1.8 4h4.6l1.4 1.6h6.4v7.2H1.8z" />,
  rows: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {shapes[name]}
    </svg>
  )
}
