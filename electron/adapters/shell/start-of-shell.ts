// How each kind of shell is started so that its own start-up files come first and our folder still leads on PATH after them: they often
// put other folders in front, and an earlier `heroku` would be found there. All that is told to them comes by the environment, so that
// nothing has to be quoted.

export type ShellFile = readonly [name: string, text: string]

export type ShellStart = {
  readonly parameters: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** To be written into our folder for it. */
  readonly files: readonly ShellFile[]
}

export const welcome = 'heroku and git in this shell speak to this Dynarium.'

type Options = {
  /** As `nameOf` gives it. */
  readonly name: string
  readonly platform: NodeJS.Platform
  /** Of our files, and of the person. */
  readonly folder: string
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}

const ourFirst = 'PATH="$DYNARIUM_SHELL_BIN:$PATH"'

/** An app on macOS knows no PATH but the system's: a login shell finds the person's own, as in the terminals there. */
const isLogin = ({ platform }: Options): boolean => platform === 'darwin'

const kinds: Readonly<Record<string, (options: Options) => ShellStart>> = {
  bash: (options) => ({ parameters: ['--rcfile', `${options.folder}/bashrc`, '-i'], env: {}, files: [['bashrc', isLogin(options) ? bashLogin : bashUsual]] }),
  zsh: (options) => ({
    parameters: isLogin(options) ? ['-l', '-i'] : ['-i'],
    env: { ZDOTDIR: `${options.folder}/zsh`, DYNARIUM_ZDOTDIR: options.env['ZDOTDIR'] || options.home },
    files: [['zsh/.zshenv', theirZsh('.zshenv')], ['zsh/.zprofile', theirZsh('.zprofile')], ['zsh/.zshrc', lastOfZsh]],
  }),
  fish: (options) => ({ parameters: [...(isLogin(options) ? ['-l'] : []), '-i', '-C', 'set -gx PATH $DYNARIUM_SHELL_BIN $PATH'], env: {}, files: [] }),
  pwsh: powershell,
  powershell,
}

export function startOfShell(options: Options): ShellStart {
  const start = Object.hasOwn(kinds, options.name) ? kinds[options.name] : undefined
  return start?.(options) ?? { parameters: [], env: {}, files: [] }
}

/** `/usr/local/bin/zsh` is zsh, `pwsh.exe` is pwsh. */
export const nameOf = (program: string): string => (program.split(/[/\\]/).at(-1) ?? program).replace(/\.exe$/i, '').toLowerCase()

const bashUsual = `[ -f ~/.bashrc ] && . ~/.bashrc\n${ourFirst}\n`

const bashLogin = `[ -f /etc/profile ] && . /etc/profile
for file in ~/.bash_profile ~/.bash_login ~/.profile; do
  [ -f "$file" ] && . "$file" && break
done
unset file
${ourFirst}
`

/** Theirs may itself say where the next ones are. */
const theirZsh = (name: string): string => `DYNARIUM_ZSH="$ZDOTDIR"
ZDOTDIR="$DYNARIUM_ZDOTDIR"
[[ -f "$ZDOTDIR/${name}" ]] && . "$ZDOTDIR/${name}"
DYNARIUM_ZDOTDIR="$ZDOTDIR"
ZDOTDIR="$DYNARIUM_ZSH"
`

const lastOfZsh = `ZDOTDIR="$DYNARIUM_ZDOTDIR"
unset DYNARIUM_ZDOTDIR DYNARIUM_ZSH
[[ -f "$ZDOTDIR/.zshrc" ]] && . "$ZDOTDIR/.zshrc"
[[ "$ZDOTDIR" == "$HOME" ]] && unset ZDOTDIR
${ourFirst}
`

/** Windows clears a terminal as a program begins in it, so what is said before is lost. */
function powershell({ platform }: Options): ShellStart {
  const said = platform === 'win32' ? [`Write-Host '${welcome}' -ForegroundColor DarkGray`] : []
  return { parameters: ['-NoLogo', '-NoExit', '-Command', ['$env:PATH = $env:DYNARIUM_SHELL_BIN + [IO.Path]::PathSeparator + $env:PATH', ...said].join('; ')], env: {}, files: [] }
}
