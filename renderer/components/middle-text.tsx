const tailLength = 12

/** Where it does not fit, its middle goes: a path is told by its beginning and its end. */
export function MiddleText({ text }: { readonly text: string }) {
  const cut = Math.max(0, text.length - tailLength)
  return (
    <span className="middle-text" title={text}>
      <span>{text.slice(0, cut)}</span>
      <span>{text.slice(cut)}</span>
    </span>
  )
}
