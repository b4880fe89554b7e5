import { describe, expect, it } from 'vitest'
import { gradle } from './gradle.ts'
import { java } from './java.ts'
import { commands, planOf, refusal, runs, said, treeOf } from './plan-fixture.ts'
import { scala } from './scala.ts'

const pom = (inner = ''): string => `<project><parent><version>9.9</version></parent><artifactId>hello</artifactId><version>1.0</version><!-- <finalName>no</finalName> --><dependencies><dependency><artifactId>other</artifactId></dependency></dependencies>${inner}</project>`
const jdk = { tools: { javac: '17.0.21.1' } }
const asks = (version: string): string => said(planOf(java, { 'pom.xml': pom(), 'system.properties': `java.runtime.version=${version}\n` }, jdk))

describe('the Java buildpack', () => {
  it('is chosen by pom.xml', () => {
    expect(java.detect(treeOf({ 'pom.xml': '' }))).toBe('pom.xml')
    expect(java.detect(treeOf({ 'server/pom.xml': '' }))).toBeNull()
  })

  it('prefers the wrapper of the app, which need not be executable', () => {
    const files = { 'pom.xml': pom(), 'mvnw': '' }
    expect(java.tools(treeOf(files))).toEqual(['javac'])
    const plan = planOf(java, files, jdk)
    expect(commands(plan)).toEqual(['bash ./mvnw -B -Dmaven.repo.local={CACHE_DIR}/m2 -DskipTests clean install'])
    expect(runs(plan)[0]?.label).toBe('./mvnw -DskipTests clean install')
  })

  it('uses mvn otherwise, with goals and options of the config vars', () => {
    expect(commands(planOf(java, { 'pom.xml': pom() }, jdk))).toEqual(['mvn -B -Dmaven.repo.local={CACHE_DIR}/m2 -DskipTests clean install'])
    const config = { MAVEN_CUSTOM_GOALS: 'package', MAVEN_CUSTOM_OPTS: '-DskipTests -Pprod' }
    expect(commands(planOf(java, { 'pom.xml': pom() }, { ...jdk, config }))).toEqual(['mvn -B -Dmaven.repo.local={CACHE_DIR}/m2 -DskipTests -Pprod package'])
  })

  it.each([
    ['no framework', '', undefined],
    ['a main class', '<build><finalName>app</finalName><plugins><mainClass>hello.Web</mainClass></plugins></build>', 'java $JAVA_OPTS -jar target/app.jar'],
    ['Spring Boot', '<build><plugins><artifactId>spring-boot-maven-plugin</artifactId></plugins></build>', 'java -Dserver.port=$PORT $JAVA_OPTS -jar target/hello-1.0.jar'],
    ['Quarkus', '<build><plugins><artifactId>quarkus-maven-plugin</artifactId></plugins></build>', 'java -Dquarkus.http.port=$PORT $JAVA_OPTS -jar target/quarkus-app/quarkus-run.jar'],
  ])('default web of %s', (_, inner, web) => {
    expect(planOf(java, { 'pom.xml': pom(inner) }, jdk).defaultTypes['web']).toBe(web)
  })

  it('says so when the JDK or Maven is missing', () => {
    expect(refusal(() => planOf(java, { 'pom.xml': pom() }, { tools: { javac: null } }))).toMatchObject({ code: 'tool-missing', help: 'Run: sudo apt-get install default-jdk, then push again.' })
    expect(refusal(() => planOf(java, { 'pom.xml': pom() }, { platform: 'win32', tools: { mvn: null } })).help).toContain('mvn wrapper:wrapper')
  })

  it('warns about an older JDK than system.properties asks for', () => {
    expect(asks('21')).toContain(' !     system.properties asks for Java 21; this machine has 17.0.21.1')
    for (const version of ['17', '11', '1.8', 'openjdk-17']) expect(asks(version)).not.toContain(' !     ')
  })
})

describe('the Gradle buildpack', () => {
  it('runs stage when there is such a task, else build without checks', () => {
    expect(commands(planOf(gradle, { 'gradlew': '', 'build.gradle': 'task stage(dependsOn: build)' }))).toEqual(['bash ./gradlew stage --no-daemon --console=plain'])
    expect(commands(planOf(gradle, { 'build.gradle.kts': '' }))).toEqual(['gradle build -x check --no-daemon --console=plain'])
  })

  it('finds the jar of a Spring Boot app', () => {
    expect(planOf(gradle, { 'build.gradle': "id 'org.springframework.boot'" }).defaultTypes['web']).toContain('-Dserver.port=$PORT')
  })
})

describe('the Scala buildpack', () => {
  it.each(['build.sbt', 'project/build.properties', 'project/Build.scala', '.sbtrc', '.sbt/plugins.scala'])('is chosen by %s', (file) => {
    expect(scala.detect(treeOf({ [file]: '' }))).toBe(file)
  })

  it('is not chosen by Scala files elsewhere', () => {
    expect(scala.detect(treeOf({ 'src/main/scala/Web.scala': '', 'sub/build.sbt': '' }))).toBeNull()
  })

  it('prefers the sbt of the app', () => {
    expect(commands(planOf(scala, { 'build.sbt': '', 'sbt': '' }))).toEqual(['bash ./sbt compile stage'])
    expect(commands(planOf(scala, { 'build.sbt': '' }))).toEqual(['sbt compile stage'])
    expect(commands(planOf(scala, { 'build.sbt': '' }, { config: { SBT_TASKS: 'web/stage' } }))).toEqual(['sbt web/stage'])
  })

  it('names the start script as sbt does', () => {
    expect(planOf(scala, { 'build.sbt': 'name := "Hello World"\n' }).defaultTypes).toEqual({ web: 'target/universal/stage/bin/hello-world -Dhttp.port=$PORT' })
    expect(planOf(scala, { 'build.sbt': '' }).defaultTypes).toEqual({})
  })

  it('says how to get sbt', () => {
    expect(refusal(() => planOf(scala, { 'build.sbt': '' }, { platform: 'darwin', tools: { sbt: null } }))).toMatchObject({ code: 'tool-missing', help: 'Run: brew install sbt, then push again.' })
  })
})
