import { useEffect, useState } from 'react'
import { useConnection } from '../../store/connection.ts'

/** When the line was last there, milliseconds since the epoch; null while it is, or never was. */
export function useLostAt(): number | null {
  const isReady = useConnection((connection) => connection.line.kind === 'ready')
  const [lostAt, setLostAt] = useState<number | null>(null)
  useEffect(() => setLostAt(isReady ? null : Date.now()), [isReady])
  return lostAt
}
