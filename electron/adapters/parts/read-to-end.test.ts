import { describe, expect, it } from 'vitest'
import { launchInTerminal } from './program-child.ts'

describe.skipIf(process.platform === 'win32')('a program in a terminal', () => {
  const say = async (during: (child: ReturnType<typeof launchInTerminal>) => void): Promise<string> => {
    let text = ''
    const child = launchInTerminal({ shell: '/bin/sh', parameters: ['-c', 'seq 3000; echo the end'], cwd: '/', env: { PATH: process.env['PATH'] ?? '' } }, { columns: 80, rows: 24 })
    child.onOutput((chunk) => (text += chunk.toString()))
    during(child)
    await child.exited
    return text
  }
  const whole = `${Array.from({ length: 3000 }, (_, index) => `${index + 1}\r\n`).join('')}the end\r\n`

  it('is heard to its last word, however often it is tried (RN7)', async () => {
    for (let time = 0; time < 8; time++) expect(await say(() => {})).toBe(whole)
  })

  it('is heard to its last word while this process is busy for longer than a terminal is waited for (RN7)', async () => {
    const busy = (): void => {
      const until = performance.now() + 400
      while (performance.now() < until);
    }
    for (let time = 0; time < 3; time++) expect(await say(() => void setTimeout(busy, 5))).toBe(whole)
  })
})
