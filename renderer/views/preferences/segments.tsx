type SegmentsProps<T extends string> = { readonly label: string; readonly value: T; readonly options: readonly (readonly [value: T, words: string])[]; onChange(value: T): void }

/** A few choices side by side, one of them in force. */
export function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>) {
  return (
    <div className="segments" role="group" aria-label={label}>
      {options.map(([option, words]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>{words}</button>
      ))}
    </div>
  )
}
