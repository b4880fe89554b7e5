// What an add-on's server tells each second, while somebody looks. The newest are kept.

import { useEffect, useState } from 'react'
import type { RedisSecond } from '../../shared/protocol/addon-servers.ts'
import { keepOpen } from './keep-open.ts'

const secondsKept = 600

export function useRedisSeconds(addOn: string): readonly RedisSecond[] {
  const [seconds, setSeconds] = useState<readonly RedisSecond[]>([])
  useEffect(() => keepOpen((client) => {
    setSeconds([])
    return client.open('redis:stats', { addOn, seconds: 120 }, (item) => setSeconds((before) => [...before, ...item.seconds].slice(-secondsKept)), () => {})
  }), [addOn])
  return seconds
}
