/** `12:04:31.207`, for what comes many times a second. */
export function preciseClock(at: number): string {
  const time = new Date(at)
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`
}

const two = (value: number): string => String(value).padStart(2, '0')
