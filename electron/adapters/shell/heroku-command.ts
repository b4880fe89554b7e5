// The `heroku` of such a shell: `dynarium heroku` for this data folder, by the program that runs the engine.

export type HerokuCommand = {
  /** Runs the file: node, or the desktop app, which then has to be told to be node. */
  readonly program: string
  readonly isElectron: boolean
  /** `out/main/heroku-cli.cjs` */
  readonly file: string
  readonly dataDir: string
}

/** For sh, and for every shell that starts it as a program. */
export function herokuScript({ program, isElectron, file, dataDir }: HerokuCommand): string {
  const words = [...(isElectron ? ['env', 'ELECTRON_RUN_AS_NODE=1'] : []), ...[program, file].map(quoted), 'heroku', '--data-dir', quoted(dataDir)]
  return `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`
}

/** For Windows. A percent sign in a path is doubled there. */
export function herokuBatch({ program, isElectron, file, dataDir }: HerokuCommand): string {
  const [run, script, folder] = [program, file, dataDir].map((word) => `"${word.replaceAll('%', '%%')}"`)
  return ['@echo off', 'setlocal', ...(isElectron ? ['set ELECTRON_RUN_AS_NODE=1'] : []), `${run} ${script} heroku --data-dir ${folder} %*`, ''].join('\r\n')
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`
