/** Bounds of the TCP proxy, shared by all that implement it. */
export const wireLimits = { proxies: 200, connections: 5000, toxicsPerProxy: 64 } as const
