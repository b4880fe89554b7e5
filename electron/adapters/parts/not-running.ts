// Why nothing can be done to a dyno now, in words.

export const endedNow = (name: string): Error => new Error(`${name} ended at this moment.`)

export const notRunning = (name: string, hasBegun: boolean): Error => (hasBegun ? endedNow(name) : new Error(`${name} is only being prepared. Try again when it runs.`))

export const notThere = (): Error => new Error('That dyno does not run any more.')
