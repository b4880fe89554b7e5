// The languages that the built-in buildpacks know, in their order.

import type { Check } from '../check.ts'
import { languageCheck } from '../language-check.ts'

export const languages: readonly Check[] = [
  languageCheck({
    id: 'node', title: 'Node.js and npm', apps: 'Node.js apps', programs: [{ names: ['node'] }, { names: ['npm'] }],
    packages: { apt: 'nodejs npm', dnf: 'nodejs npm', pacman: 'nodejs npm', brew: 'node', winget: 'OpenJS.NodeJS.LTS' },
  }),
  languageCheck({
    id: 'python', title: 'Python and pip', apps: 'Python apps', programs: [{ names: ['python3', 'python'] }, { names: ['pip3', 'pip'] }],
    packages: { apt: 'python3 python3-pip', dnf: 'python3 python3-pip', pacman: 'python python-pip', brew: 'python', winget: 'Python.Python.3.13' },
  }),
  languageCheck({
    id: 'ruby', title: 'Ruby and Bundler', apps: 'Ruby apps', programs: [{ names: ['ruby'] }, { names: ['bundle'] }],
    packages: { apt: 'ruby ruby-dev ruby-bundler build-essential', dnf: 'ruby ruby-devel rubygem-bundler', pacman: 'ruby ruby-bundler', brew: 'ruby', winget: 'RubyInstallerTeam.RubyWithDevKit.3.4' },
  }),
  languageCheck({
    id: 'java', title: 'Java and Maven', apps: 'Java apps', programs: [{ names: ['javac'], question: ['-version'] }, { names: ['mvn'], isOptional: true }],
    packages: { apt: 'default-jdk maven', dnf: 'java-latest-openjdk-devel maven', pacman: 'jdk-openjdk maven', brew: 'openjdk maven', winget: 'EclipseAdoptium.Temurin.21.JDK' },
  }),
  languageCheck({
    id: 'scala', title: 'sbt', apps: 'Scala and Play apps', programs: [{ names: ['sbt'], question: ['--script-version'] }],
    packages: { apt: 'sbt', dnf: 'sbt', pacman: 'sbt', brew: 'sbt', winget: 'sbt.sbt' },
  }),
  languageCheck({
    id: 'go', title: 'Go', apps: 'Go apps', programs: [{ names: ['go'], question: ['version'] }],
    packages: { apt: 'golang-go', dnf: 'golang', pacman: 'go', brew: 'go', winget: 'GoLang.Go' },
  }),
  languageCheck({
    id: 'php', title: 'PHP and Composer', apps: 'PHP apps', programs: [{ names: ['php'] }, { names: ['composer'] }],
    packages: { apt: 'php-cli composer', dnf: 'php-cli composer', pacman: 'php composer', brew: 'php composer', winget: 'PHP.PHP.8.4' },
  }),
]
