// Work that is done once per frame of the page, all of it together: what came from the engine in between is drawn once. A page that
// is hidden, or whose frames do not come, gets a timer instead, so that nothing piles up behind it.

/** When frames do not come for that long, e.g. because the window is covered. */
const lateMs = 250

export type Frames = {
  request(run: () => void): number
  cancel(handle: number): void
  isHidden(): boolean
}

const pageFrames: Frames = {
  request: (run) => requestAnimationFrame(run),
  cancel: (handle) => cancelAnimationFrame(handle),
  isHidden: () => document.hidden,
}

/** The answer runs each job once, with the next frame. A job given twice is run twice. */
export function createFramePace(frames: Frames = pageFrames): (job: () => void) => void {
  let jobs: (() => void)[] = []
  let frame: number | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  function run(): void {
    if (frame !== null) frames.cancel(frame)
    if (timer !== null) clearTimeout(timer)
    frame = null
    timer = null
    const now = jobs
    jobs = []
    for (const job of now) job()
  }

  return (job) => {
    jobs.push(job)
    if (jobs.length > 1) return
    if (!frames.isHidden()) frame = frames.request(run)
    timer = setTimeout(run, lateMs)
  }
}
