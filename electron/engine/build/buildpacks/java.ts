// Java with Maven: the app's own wrapper when it has one, else mvn. Tests are skipped, as on Heroku. Heroku downloads a JDK; we use
// the one of this machine. Maven's repository is kept in the build cache and is not part of the slug.

import type { SourceTree } from '../../ports/build-host.ts'
import type { Buildpack, Plan, PlanContext, Tools } from './buildpack.ts'
import { javaProfile, sayJdk, wrapper } from './java-runtime.ts'
import { run, step } from './plan-steps.ts'
import { readPom, webCommand } from './pom.ts'
import { firstOf, has } from './source-look.ts'
import { need } from './tools.ts'

const language = 'Java'
const manifests = ['pom.xml', 'pom.atom', 'pom.clj', 'pom.groovy', 'pom.rb', 'pom.scala', 'pom.yaml', 'pom.yml']

export const java: Buildpack = {
  id: 'heroku/java',
  label: language,
  looksFor: ['pom.xml'],
  detect: (tree) => firstOf(tree, manifests),
  tools: (tree) => (has(tree, 'mvnw') ? ['javac'] : ['javac', 'mvn']),
  plan,
}

function plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan {
  const jdk = need(tools, 'javac', language, context)
  const program = has(tree, 'mvnw') ? wrapper('mvnw') : (['mvn'] as const)
  if (program[0] === 'mvn') need(tools, 'mvn', language, context)
  const goals = words(context.config['MAVEN_CUSTOM_GOALS']) ?? ['clean', 'install']
  const options = words(context.config['MAVEN_CUSTOM_OPTS']) ?? ['-DskipTests']
  const argv: readonly [string, ...string[]] = [...program, '-B', '-Dmaven.repo.local={CACHE_DIR}/m2', ...options, ...goals]
  return {
    steps: [
      step('Using the JDK of this machine'),
      ...sayJdk(tree, jdk),
      step(`Executing Maven${program[0] === 'mvn' ? '' : ' through ./mvnw'}`),
      run(argv, { label: [program[0] === 'mvn' ? 'mvn' : './mvnw', ...options, ...goals].join(' '), env: { MAVEN_USER_HOME: '{CACHE_DIR}/maven', MAVEN_OPTS: '-Xmx1024m' } }),
      javaProfile('java'),
    ],
    defaultTypes: webCommand(readPom(tree)),
  }
}

function words(text: string | undefined): string[] | null {
  const found = (text ?? '').split(/\s+/).filter((word) => word !== '')
  return found.length === 0 ? null : found
}
