// What Maven, Gradle and sbt apps share: the JDK, its version file, and the environment of a Java dyno.

import type { BuildStep, SourceTree, Tool } from '../../ports/build-host.ts'
import { exportDefault, profile } from './plan-steps.ts'
import { sayVersion } from './requested-version.ts'

/** The JDK of this machine against system.properties. Heroku would fetch the one asked for. */
export function sayJdk(tree: SourceTree, jdk: Tool): BuildStep[] {
  const asked = /^\s*java\.runtime\.version\s*=\s*(\S+)/m.exec(tree.read('system.properties') ?? '')?.[1]
  // Java 8 calls itself 1.8.
  const tool = { ...jdk, version: jdk.version.replace(/^1\.(\d)/, '$1') }
  if (asked === undefined) return sayVersion('Java', tool, null)
  return sayVersion('Java', tool, { range: `>=${asked.replace(/^(?:[a-z]+-)?(?:1\.)?(\d+).*$/, '$1')}`, file: 'system.properties', shown: asked })
}

/** Heroku sizes the heap by the dyno's memory; these are its figures for 512 MB. */
export const javaProfile = (name: string): BuildStep => profile(name, [exportDefault('JAVA_OPTS', '-Xmx300m -Xss512k -XX:CICompilerCount=2 -Dfile.encoding=UTF-8'), exportDefault('LANG', 'C.UTF-8')])

/** The build runs the wrapper through bash: an archive or a checkout on Windows may have lost the executable bit. */
export const wrapper = (script: string): readonly [string, string] => ['bash', `./${script}`]
