import { shelfContract } from '../ports/experiment-shelf.contract.ts'
import { createMemoryShelf } from './memory-shelf.ts'

shelfContract('memory', (ready) => createMemoryShelf(Object.entries(ready).map(([id, text]) => ({ id, origin: 'ready', text }))))
