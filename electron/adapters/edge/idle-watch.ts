// A rolling time limit: it runs out when nothing touched it for that long. Touching is cheap; one timer looks after it.
// `ranOut` says whether to go on watching.

export type IdleWatch = {
  touch(): void
  stop(): void
}

export function watchIdle(ms: number, ranOut: () => boolean): IdleWatch {
  let touchedAt = performance.now()
  let timer = setTimeout(look, ms)

  function look(): void {
    const left = touchedAt + ms - performance.now()
    if (left > 0) timer = setTimeout(look, Math.ceil(left))
    else if (ranOut()) timer = setTimeout(look, ms)
  }

  return {
    touch: () => {
      touchedAt = performance.now()
    },
    stop: () => clearTimeout(timer),
  }
}
