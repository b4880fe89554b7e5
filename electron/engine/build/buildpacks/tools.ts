// The programs that builds need and how people get them. Heroku's buildpacks download the language version an app asks for; we use
// the one of this machine, so that nothing is fetched that people did not choose, and say early what is missing.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { Tool } from '../../ports/build-host.ts'
import type { PlanContext, Tools } from './buildpack.ts'

type Install = {
  /** Debian and Ubuntu: apt packages, or a whole sentence where there are none. */
  readonly debian: string
  /** Homebrew formula. */
  readonly brew: string
  /** winget id, or a whole sentence. */
  readonly winget: string
}

const installs: Readonly<Record<string, Install>> = {
  node: { debian: 'nodejs npm', brew: 'node', winget: 'OpenJS.NodeJS.LTS' },
  npm: { debian: 'npm', brew: 'node', winget: 'OpenJS.NodeJS.LTS' },
  yarn: everywhere('Run: npm install --global yarn'),
  pnpm: everywhere('Run: npm install --global pnpm'),
  python3: { debian: 'python3 python3-pip', brew: 'python', winget: 'Python.Python.3.13' },
  pip3: { debian: 'python3-pip', brew: 'python', winget: 'Python.Python.3.13' },
  poetry: { debian: 'python3-poetry', brew: 'poetry', winget: 'Run: pip install poetry' },
  uv: { debian: 'Run: pip install uv', brew: 'uv', winget: 'astral-sh.uv' },
  ruby: { debian: 'ruby ruby-dev build-essential', brew: 'ruby', winget: 'RubyInstallerTeam.RubyWithDevKit.3.4' },
  bundle: { debian: 'ruby-bundler', brew: 'ruby', winget: 'RubyInstallerTeam.RubyWithDevKit.3.4' },
  javac: { debian: 'default-jdk', brew: 'openjdk', winget: 'EclipseAdoptium.Temurin.21.JDK' },
  mvn: { debian: 'maven', brew: 'maven', winget: 'Put the Maven wrapper into the app, with a machine that has Maven: mvn wrapper:wrapper' },
  gradle: { debian: 'gradle', brew: 'gradle', winget: 'Put the Gradle wrapper into the app, with a machine that has Gradle: gradle wrapper' },
  sbt: { debian: 'See https://www.scala-sbt.org/download for its apt source', brew: 'sbt', winget: 'sbt.sbt' },
  go: { debian: 'golang-go', brew: 'go', winget: 'GoLang.Go' },
  php: { debian: 'php-cli', brew: 'php', winget: 'PHP.PHP.8.4' },
  composer: { debian: 'composer', brew: 'composer', winget: 'See https://getcomposer.org/download' },
}

/** The tool, or the refusal that says how to get it. */
export function need(tools: Tools, name: string, language: string, context: PlanContext): Tool {
  const tool = tools[name] ?? null
  if (tool === null) throw new PlatformError('tool-missing', { language, tool: name, where: context.platform === 'container' ? `in the image of ${context.stack}` : 'on this machine', install: howToInstall(name, context.platform) })
  return tool
}

/** One line to run, or one sentence, for the machine at hand. */
function howToInstall(name: string, platform: string): string {
  if (platform === 'container') return `Bring an image that has ${name}, or set a buildpack that installs it, then push again.`
  const install = installs[name]
  if (install === undefined) return `Install ${name}, see that it is on the PATH, then push again.`
  if (platform === 'darwin') return then(install.brew, 'brew install')
  if (platform === 'win32') return then(install.winget, 'winget install')
  return then(install.debian, 'sudo apt-get install')
}

/** A whole sentence stands as it is; anything else is the name of a package. */
function then(what: string, command: string): string {
  return `${/^(Run:|See|Put) /.test(what) ? what : `Run: ${command} ${what}`}, then push again.`
}

function everywhere(text: string): Install {
  return { debian: text, brew: text, winget: text }
}
