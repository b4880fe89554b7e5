import { describe, expect, it } from 'vitest'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import type { CallName, CodePage } from '../../../shared/protocol/calls.ts'
import { createWorld, type World } from '../sim/world.ts'
import { createLineWatch } from './line-watch.ts'
import { museumPages, recipes } from './pages.ts'

const here = { era: 'current', isSimulated: false } as const
const codes = (pages: readonly CodePage[]): string[] => pages.map(({ code }) => code)

describe('the pages of the museum', () => {
  it('has one for every code that the router knows, and each says what to do', () => {
    const pages = museumPages(here)
    expect(codes(pages.filter(({ group }) => group === 'H'))).toEqual([...routerCodes.keys()].sort())
    expect(new Set(codes(pages)).size).toBe(pages.length)
    for (const page of pages) for (const text of [page.title, page.meaning, page.trigger, page.line, page.fix]) expect(text, page.code).not.toBe('')
  })

  it('MU3 says of a code that can not be caused here why, and offers no button', () => {
    const page = (code: string, where: Parameters<typeof museumPages>[0] = here): CodePage | undefined => museumPages(where).find((one) => one.code === code)
    for (const code of ['H16', 'H23', 'H32', 'H33', 'R11', 'R17', 'R99', 'L10', 'L14']) expect(page(code), code).toMatchObject({ cause: null, meaning: expect.stringContaining('It can not be caused here: ') })
    expect(page('H26')).toMatchObject({ cause: null, meaning: expect.stringContaining('only the classic router has it') })
    expect(page('H26', { ...here, era: 'classic' })?.cause).toContain('chunk')
    expect(page('H12', { ...here, isSimulated: true })).toMatchObject({ cause: null, meaning: expect.stringContaining('this platform is simulated') })
    expect(codes(museumPages(here)).filter((code) => page(code)?.cause === null).sort()).toEqual(['H16', 'H23', 'H26', 'H32', 'H33', 'L10', 'L11', 'L12', 'L13', 'L14', 'L15', 'R11', 'R17', 'R99'])
  })

  it('has a page for every recipe', () => {
    expect([...recipes.keys()].filter((code) => !codes(museumPages(here)).includes(code))).toEqual([])
  })
})

describe('lines that are waited for', () => {
  it('takes the first of that app with that code, and no other', () => {
    const watch = createLineWatch()
    const line = watch.next('a', 'H12')
    const say = (appId: string, text: string, source: 'app' | 'heroku' = 'heroku'): void => watch.lines([{ appId, at: 1, source, ps: 'router', text }])
    say('b', 'at=error code=H12 desc="Request timeout"')
    say('a', 'at=error code=H12 desc="Request timeout"', 'app')
    say('a', 'at=error code=H121 desc="no such code"')
    expect(line.text()).toBeNull()
    say('a', 'at=error code=H12 desc="Request timeout" first')
    say('a', 'at=error code=H12 desc="Request timeout" second')
    expect(line.text()).toContain('first')
    const memory = watch.next('a', 'R14')
    say('a', 'Error R14 (Memory quota exceeded)')
    expect(memory.text()).toBe('Error R14 (Memory quota exceeded)')
  })
})

describe('the museum of a simulated platform', () => {
  const by = 'you@localhost'
  const call = (world: World, name: CallName, input: unknown): Promise<unknown> => world.engine.call(name, input, by)

  it('refuses what needs real processes, in words, and makes no app for it', async () => {
    const world = await createWorld({ seed: 1 })
    await expect(call(world, 'codes:cause', { code: 'H13' })).rejects.toMatchObject({ code: 'code-not-caused' })
    await expect(call(world, 'codes:cause', { code: 'H98' })).rejects.toMatchObject({ code: 'code-not-caused' })
    await expect(call(world, 'codes:fix', { code: 'H80' })).rejects.toMatchObject({ code: 'code-not-caused' })
    expect(world.engine.kernel.state.apps).toEqual({})
  })

  it('MU1 causes H81 on an app of its own and answers with its line', async () => {
    const world = await createWorld({ seed: 1 })
    const caused = call(world, 'codes:cause', { code: 'H81' })
    await world.clock.advance(5000)
    expect(await caused).toMatchObject({ app: 'museum-h81', status: 503, line: expect.stringContaining('code=H81 desc="Blank app"') as unknown })
  })
})
