// Just enough of a pom.xml to know the jar it makes and how to start it. Heroku's buildpack looks at the built files instead; a plan
// is made before anything is built. Like Heroku we give a default web type only where the framework is known.

import type { SourceTree } from '../../ports/build-host.ts'
import type { ProcessTypes } from '../procfile.ts'

export type Pom = {
  /** Name of the jar without `.jar`, or null when it depends on properties we do not resolve. */
  readonly jarName: string | null
  readonly framework: 'spring-boot' | 'quarkus' | 'micronaut' | null
  /** The jar's manifest names a main class. */
  readonly isExecutable: boolean
}

export function readPom(tree: SourceTree): Pom {
  const text = (tree.read('pom.xml') ?? '').replace(/<!--[\s\S]*?-->/g, '')
  const own = text.replace(/<(parent|dependencies|dependencyManagement|plugins|profiles)>[\s\S]*?<\/\1>/g, '')
  const artifact = tag(own, 'artifactId')
  const version = tag(own, 'version') ?? tag(/<parent>[\s\S]*?<\/parent>/.exec(text)?.[0] ?? '', 'version')
  const name = tag(own, 'finalName') ?? (artifact === null || version === null ? null : `${artifact}-${version}`)
  const jarName = name?.replaceAll('${project.artifactId}', artifact ?? '').replaceAll('${project.version}', version ?? '') ?? null
  return {
    jarName: jarName === null || /[^\w.-]/.test(jarName) ? null : jarName,
    framework: frameworkOf(text),
    isExecutable: /<mainClass>[^<]+<\/mainClass>/.test(text),
  }
}

const portOption = { 'spring-boot': '-Dserver.port=$PORT ', micronaut: '-Dmicronaut.server.port=$PORT ' } as const

export function webCommand(pom: Pom): ProcessTypes {
  if (pom.framework === 'quarkus') return { web: 'java -Dquarkus.http.port=$PORT $JAVA_OPTS -jar target/quarkus-app/quarkus-run.jar' }
  if (pom.jarName === null || (pom.framework === null && !pom.isExecutable)) return {}
  return { web: `java ${pom.framework === null ? '' : portOption[pom.framework]}$JAVA_OPTS -jar target/${pom.jarName}.jar` }
}

function frameworkOf(text: string): Pom['framework'] {
  if (text.includes('spring-boot-maven-plugin')) return 'spring-boot'
  if (text.includes('quarkus-maven-plugin')) return 'quarkus'
  return text.includes('micronaut-maven-plugin') ? 'micronaut' : null
}

function tag(text: string, name: string): string | null {
  return new RegExp(`<${name}>\\s*([^<]+?)\\s*</${name}>`).exec(text)?.[1] ?? null
}
