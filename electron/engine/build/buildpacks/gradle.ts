// Java, Kotlin or Groovy with Gradle: the task `stage` when the app has one, else `build` without its checks. Heroku prefers the
// wrapper and so do we. Only Spring Boot gets a default web type; other frameworks need a Procfile here.

import type { SourceTree } from '../../ports/build-host.ts'
import type { Buildpack, Plan, PlanContext, Tools } from './buildpack.ts'
import { javaProfile, sayJdk, wrapper } from './java-runtime.ts'
import { run, step } from './plan-steps.ts'
import { firstOf, has } from './source-look.ts'
import { need } from './tools.ts'

const language = 'Gradle'
const scripts = ['build.gradle', 'build.gradle.kts']
const manifests = ['gradlew', ...scripts, 'settings.gradle', 'settings.gradle.kts']

export const gradle: Buildpack = {
  id: 'heroku/gradle',
  label: language,
  looksFor: manifests,
  detect: (tree) => firstOf(tree, manifests),
  tools: (tree) => (has(tree, 'gradlew') ? ['javac'] : ['javac', 'gradle']),
  plan,
}

function plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan {
  const jdk = need(tools, 'javac', language, context)
  const program = has(tree, 'gradlew') ? wrapper('gradlew') : (['gradle'] as const)
  if (program[0] === 'gradle') need(tools, 'gradle', language, context)
  const text = scripts.map((script) => tree.read(script) ?? '').join('\n')
  const task = context.config['GRADLE_TASK'] ?? (/\btask\s*\(?\s*["']?stage\b|tasks\.(?:register|create)\(\s*["']stage["']/.test(text) ? 'stage' : 'build')
  return {
    steps: [
      step('Using the JDK of this machine'),
      ...sayJdk(tree, jdk),
      step('Building Gradle app'),
      run([...program, task, ...(task === 'build' ? ['-x', 'check'] : []), '--no-daemon', '--console=plain'], { env: { GRADLE_USER_HOME: '{CACHE_DIR}/gradle' } }),
      // Gradle's own record of the build is as large as the build, and no dyno reads it.
      { kind: 'remove', path: '.gradle' },
      javaProfile('gradle'),
    ],
    defaultTypes: text.includes('org.springframework.boot') ? { web: 'java -Dserver.port=$PORT $JAVA_OPTS -jar $(ls build/libs/*.jar | grep -v -- -plain.jar | head -n 1)' } : {},
  }
}
