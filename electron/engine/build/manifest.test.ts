import { describe, expect, it } from 'vitest'
import { readManifest } from './manifest.ts'

const paths = ['Dockerfile', 'worker/Dockerfile', 'heroku.yml']
const read = (...lines: string[]) => readManifest(lines.join('\n'), paths)
const refusal = (...lines: string[]): string => {
  try {
    read(...lines)
  } catch (error) {
    return (error as Error).message
  }
  return 'taken'
}

describe('heroku.yml (IM1)', () => {
  it('names Dockerfiles, stages and build arguments, and what runs of which image', () => {
    const manifest = read(
      'setup:', '  addons:', '    - plan: heroku-postgresql', '      as: DATABASE', '  config:', '    S3_BUCKET: mine',
      'build:', '  docker:', '    web: Dockerfile', '    worker: { dockerfile: ./worker/Dockerfile, target: production }', '  config:', '    NODE_ENV: production', '    WORKERS: 4', '    DEBUG: false',
      'release:', '  image: worker', '  command:', '    - ./migrate.sh', '    - ./warm-up.sh',
      'run:', '  web: bundle exec puma -p $PORT', '  clock:', '    command: [python clock.py]', '    image: worker',
    )
    const args = { NODE_ENV: 'production', WORKERS: '4', DEBUG: 'false' }
    expect(manifest.images).toEqual([{ name: 'web', dockerfile: 'Dockerfile', target: null, args }, { name: 'worker', dockerfile: 'worker/Dockerfile', target: 'production', args }])
    expect(manifest.types).toEqual({
      web: { image: 'web', command: 'bundle exec puma -p $PORT' }, worker: { image: 'worker', command: null },
      clock: { image: 'worker', command: 'python clock.py' }, release: { image: 'worker', command: './migrate.sh && ./warm-up.sh' },
    })
  })

  it('needs no more than one Dockerfile; a release command without an image has that of `release`, or of web', () => {
    expect(read('build:', '  docker:', '    web: Dockerfile').types).toEqual({ web: { image: 'web', command: null } })
    expect(read('build: { docker: { web: Dockerfile } }', 'release: { command: [./migrate] }').types['release']).toEqual({ image: 'web', command: './migrate' })
    expect(read('build: { docker: { web: Dockerfile, release: worker/Dockerfile } }', 'release: { command: [./migrate] }').types['release']).toEqual({ image: 'release', command: './migrate' })
  })

  it('may share values between its parts, as such files do', () => {
    const shared = read('setup:', '  config: &shared', '    LANG: en_US.UTF-8', 'build:', '  docker:', '    web: Dockerfile', '  config:', '    <<: *shared', '    RAILS_ENV: production')
    expect(shared.images[0]?.args).toEqual({ LANG: 'en_US.UTF-8', RAILS_ENV: 'production' })
    expect(refusal('a: &a [x, x]', `b: [${'*a, '.repeat(30)}*a]`)).toMatch(/^heroku\.yml line 1: /)
  })

  it('says what is wrong, and in which line', () => {
    expect(refusal('build:', '  docker:', '    web: Dockerfil')).toBe('heroku.yml line 3: There is no file Dockerfil in what was pushed.')
    expect(refusal('build:', '  docker:', '    web: Dockerfile', 'run:', '  clock:', '    command: [x]', '    image: clocks')).toBe('heroku.yml line 6: There is no image clocks: build.docker has web.')
    expect(refusal('run:', '  web: x')).toBe('heroku.yml line 1: build is missing.')
    expect(refusal('build:', '  docker: {}')).toBe('heroku.yml line 2: build.docker names no Dockerfile.')
    expect(refusal('build:', '  docker:', '    web: ../Dockerfile')).toMatch(/^heroku\.yml line 3: build\.docker\.web\.dockerfile: .*has to be a path inside the source/)
    expect(refusal('build:', '  docker:', '    web: Dockerfile', '  languages: [ruby]')).toBe('heroku.yml line 4: build: "languages" is not known here.')
    expect(refusal('build:', '  docker:', '    web: Dockerfile', 'release: {}')).toMatch(/^heroku\.yml line 4: release\.command/)
    expect(refusal('build: [')).toMatch(/^heroku\.yml line \d: This is not YAML: /)
    expect(refusal('')).toMatch(/^heroku\.yml line 1: The file/)
    expect(refusal('build:', '  docker:', '    "__proto__": Dockerfile')).toMatch(/^heroku\.yml line /)
    expect(refusal(`a: ${'['.repeat(400)}`)).toMatch(/^heroku\.yml line 1: The file has more than/)
  })
})
