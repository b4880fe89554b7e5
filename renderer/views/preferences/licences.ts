/** What ships inside Dynarium and was made by others, with the licence it came with. */
export const licences: readonly (readonly [name: string, licence: string])[] = [
  ['Electron, with Chromium and Node.js', 'MIT, BSD-3-Clause and others'],
  ['React', 'MIT'],
  ['zustand', 'MIT'],
  ['zod', 'MIT'],
  ['ws', 'MIT'],
  ['dockerode', 'Apache-2.0'],
  ['@lydell/node-pty', 'MIT'],
  ['@photostructure/sqlite', 'MIT'],
  ['@tanstack/react-virtual', 'MIT'],
  ['@xterm/xterm', 'MIT'],
  ['uplot', 'MIT'],
  ['ignore', 'MIT'],
  ['yaml', 'ISC'],
  ['tar', 'BlueOak-1.0.0'],
  ['Inter', 'OFL-1.1'],
  ['JetBrains Mono', 'OFL-1.1'],
]
