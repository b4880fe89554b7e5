// A browser gets its token in the address's fragment, which no server sees. It is moved out of the address bar at once.

const tokenKey = 'dynarium:token'

const inAddress = (): RegExpExecArray | null => /^#token=([\w-]+)$/.exec(window.location.hash)

export const hasTokenInAddress = (): boolean => inAddress() !== null

export function takeToken(): string | null {
  const match = inAddress()
  if (match?.[1] !== undefined) {
    sessionStorage.setItem(tokenKey, match[1])
    history.replaceState(null, '', window.location.pathname + window.location.search)
  }
  return sessionStorage.getItem(tokenKey)
}

export function keepToken(token: string): void {
  sessionStorage.setItem(tokenKey, token.trim())
}
