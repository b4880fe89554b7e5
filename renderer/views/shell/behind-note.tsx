import { useBehind } from '../../store/behind.ts'

/** Said only when what is on screen is old. */
export function BehindNote() {
  const seconds = useBehind((behind) => behind.seconds)
  if (seconds === 0) return null
  return <span className="state state-draining small" title="More happens than this window can draw. Nothing is lost of apps, dynos and releases; log lines and single requests may be left out, and are counted.">This window is {seconds} s behind</span>
}
