import { join } from 'node:path'

export type LaunchOptions = {
  readonly dataDir: string
  /** What the engine process is started with: the data dir and every option that is meant for it. */
  readonly engineArgs: readonly string[]
}

type Machine = { platform: string; env: Readonly<Record<string, string | undefined>>; home: string }

/** Options of the engine that the window passes through; Chromium's own switches on the same line are not for it. */
const PASSED_THROUGH = ['port', 'router-port', 'runtime', 'seed', 'log-rate']

export function readLaunchOptions(argv: readonly string[], machine: Machine): LaunchOptions {
  const dataDir = valueOf('data-dir', argv) ?? dataDirOf(valueOf('runtime', argv), machine)
  const passed = PASSED_THROUGH.flatMap((name) => {
    const value = valueOf(name, argv)
    return value === undefined ? [] : [`--${name}`, value]
  })
  return { dataDir, engineArgs: ['--data-dir', dataDir, ...passed] }
}

/** A simulated world never shares its folder with the real one. */
export function dataDirOf(runtime: string | undefined, machine: Machine): string {
  const standard = standardDataDir(machine)
  return runtime === 'simulated' ? `${standard}-simulated` : standard
}

/** The standard place for an application's data, per operating system; the set-up scripts use the same. */
export function standardDataDir({ platform, env, home }: Machine): string {
  if (env['DYNARIUM_DATA_DIR']) return env['DYNARIUM_DATA_DIR']
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Dynarium')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Dynarium')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'dynarium')
}

/** Does this option, named without its dashes, have its value in the next word? */
export const takesValue = (name: string): boolean => name === 'data-dir' || PASSED_THROUGH.includes(name)

function valueOf(name: string, argv: readonly string[]): string | undefined {
  const index = argv.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  if (index < 0) return undefined
  const word = argv[index] as string
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : argv[index + 1]
  return value === undefined || value === '' || value.startsWith('--') ? undefined : value
}
