import { journalStoreContract } from '../ports/journal-store.contract.ts'
import { createMemoryJournal } from './memory-journal.ts'

journalStoreContract('memory', () => createMemoryJournal())
