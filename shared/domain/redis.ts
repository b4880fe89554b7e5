// What of Redis is the same everywhere: which keys go when the memory is full.

export const evictionPolicies = ['noeviction', 'allkeys-lfu', 'volatile-lfu', 'allkeys-lru', 'volatile-lru', 'allkeys-random', 'volatile-random', 'volatile-ttl'] as const
export type EvictionPolicy = (typeof evictionPolicies)[number]

export const isEvictionPolicy = (text: string): text is EvictionPolicy => (evictionPolicies as readonly string[]).includes(text)
