// Scala with sbt: `sbt compile stage` by the app's own ./sbt when it has one. Heroku's default web type is the one start script that
// sbt-native-packager makes; we name it from build.sbt, because a plan is made before anything is built.

import type { SourceTree } from '../../ports/build-host.ts'
import type { ProcessTypes } from '../procfile.ts'
import type { Buildpack, Plan, PlanContext, Tools } from './buildpack.ts'
import { javaProfile, sayJdk, wrapper } from './java-runtime.ts'
import { run, step } from './plan-steps.ts'
import { firstMatch, has } from './source-look.ts'
import { need } from './tools.ts'

const language = 'Scala'

export const scala: Buildpack = {
  id: 'heroku/scala',
  label: language,
  looksFor: ['*.sbt', 'project/build.properties', 'project/*.scala', '.sbtrc', '.sbt/*.scala'],
  detect: (tree) => firstMatch(tree, /^([^/]+\.sbt|\.sbtrc|project\/build\.properties|(?:project|\.sbt)\/[^/]+\.scala)$/),
  tools: (tree) => (has(tree, 'sbt') ? ['javac'] : ['javac', 'sbt']),
  plan,
}

function plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan {
  const jdk = need(tools, 'javac', language, context)
  const program = has(tree, 'sbt') ? wrapper('sbt') : (['sbt'] as const)
  if (program[0] === 'sbt') need(tools, 'sbt', language, context)
  const tasks = (context.config['SBT_TASKS'] ?? 'compile stage').split(/\s+/).filter((task) => task !== '')
  const own = program[0] === 'sbt' ? 'sbt' : './sbt'
  return {
    steps: [
      step('Using the JDK of this machine'),
      ...sayJdk(tree, jdk),
      step(`Running: ${own} ${tasks.join(' ')}`),
      run([...program, ...tasks], { label: [own, ...tasks].join(' '), env: cacheEnv }),
      // Compiler state that only the next build could use.
      { kind: 'remove', path: 'target/streams' },
      { kind: 'remove', path: 'project/target' },
      javaProfile('scala'),
    ],
    defaultTypes: defaultTypes(tree),
  }
}

const cacheEnv = {
  SBT_OPTS: '-Dsbt.global.base={CACHE_DIR}/sbt -Dsbt.boot.directory={CACHE_DIR}/sbt/boot -Dsbt.ivy.home={CACHE_DIR}/ivy2 -Dsbt.color=false -Dsbt.supershell=false',
  COURSIER_CACHE: '{CACHE_DIR}/coursier',
}

/** sbt makes the script's name from the project's: lower case, dashes between words. */
function defaultTypes(tree: SourceTree): ProcessTypes {
  const text = tree.read('build.sbt') ?? ''
  const name = /\bname\s*:=\s*"([^"]+)"/.exec(text)?.[1]
  if (name === undefined) return {}
  const script = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  return { web: `target/universal/stage/bin/${script} -Dhttp.port=$PORT` }
}
