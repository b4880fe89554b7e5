const LOOK_EVERY_MS = 500

/**
 * npm hands a signal to the shell between it and us, and that shell dies of it without passing it on. So we notice that
 * our parent is gone and take it as the request to stop that it was. Windows ends the whole tree by itself.
 */
export function stopWithNpm() {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  timer.unref()
}
