import { logSearchContract } from '../ports/log-search.contract.ts'
import { createMemoryLogSearch } from './memory-log-search.ts'

logSearchContract('memory', createMemoryLogSearch)
