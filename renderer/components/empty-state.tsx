import type { ReactNode } from 'react'

/** An empty view says what will be here and gives the one command or button that makes it. */
export function EmptyState({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  )
}
