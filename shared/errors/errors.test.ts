import { describe, expect, it } from 'vitest'
import { dynoCodes, dynoErrorLine, type DynoErrorCode } from './dyno-codes.ts'
import { decodeError, encodeError, PlatformError } from './platform-error.ts'
import { refusals, type RefusalCode } from './refusals.ts'
import { routerCodes } from './router-codes.ts'

describe('refusals', () => {
  it.each(Object.keys(refusals) as RefusalCode[])('%s says what happened and what to try, with a status of the Platform API', (code) => {
    const { id, status, message, help } = refusals[code]
    expect(id).toMatch(/^[a-z_]+$/)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(message.length, 'what happened').toBeGreaterThan(4)
    expect(help.length, 'what to try').toBeGreaterThan(4)
    expect(`${message}${help}`).not.toContain('!')
  })

  it('fills its words, and leaves what it was not told as it stands', () => {
    const error = new PlatformError('app-name-taken', { name: 'demo' })
    expect(error.message).toBe('Name demo is already taken.')
    expect(new PlatformError('app-name-taken').message).toBe('Name {name} is already taken.')
  })

  it('is the same after a journey over a wire', () => {
    const error = new PlatformError('build-timeout', { minutes: 15 }, false)
    const back = decodeError(JSON.parse(JSON.stringify(encodeError(error))) as ReturnType<typeof encodeError>)
    expect({ ...back, message: back.message }).toEqual({ ...error, message: error.message })
  })
})

describe('codes', () => {
  it('R lines read as Heroku prints them', () => {
    expect(dynoErrorLine('R10', { seconds: 60 })).toBe('Error R10 (Boot timeout) -> Web process failed to bind to $PORT within 60 seconds of launch')
    expect(dynoErrorLine('R14')).toBe('Error R14 (Memory quota exceeded)')
  })

  it('each is filed under its own name and says what it means', () => {
    for (const code of Object.keys(dynoCodes) as DynoErrorCode[]) expect(dynoCodes[code]).toMatchObject({ code, meaning: expect.stringMatching(/\.$/) as string })
    for (const [name, code] of routerCodes) expect(code).toMatchObject({ code: name, meaning: expect.stringMatching(/\.$/) as string })
  })

  it('of the router: every one that was ever documented is there, and those that can not occur say why (RT77)', () => {
    const numbers = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33, 34, 80, 81, 82, 83, 99]
    expect([...routerCodes.keys()]).toEqual(numbers.map((number) => `H${number}`))
    const never = [...routerCodes.values()].filter((code) => code.whyNot !== undefined)
    expect(never.map(({ code }) => code)).toEqual(['H16', 'H23', 'H32', 'H33'])
    for (const { whyNot } of never) expect(whyNot).toMatch(/\.$/)
  })
})
