import type { ReactNode } from 'react'

/** One preference: what it is on the left, what can be chosen on the right. */
export function Preference({ title, note, children }: { readonly title: string; readonly note?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="setting" aria-label={title}>
      <div>
        <h2>{title}</h2>
        {note !== undefined && <p className="soft">{note}</p>}
      </div>
      <div className="preference">{children}</div>
    </section>
  )
}
