import { logStoreContract } from '../ports/log-store.contract.ts'
import { createMemoryLogs } from './memory-logs.ts'

logStoreContract('memory', createMemoryLogs)
