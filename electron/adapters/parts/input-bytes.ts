/** What was typed, as its program reads it. */
export const inputBytes = (text: string, isBytes: boolean | undefined): Buffer => Buffer.from(text, isBytes === true ? 'latin1' : 'utf8')
