import { describe, expect, it } from 'vitest'
import { go } from './go.ts'
import { commands, planOf, refusal, runs, said, treeOf } from './plan-fixture.ts'

const app = (module = 'example.test/hello', files: Record<string, string> = {}): Record<string, string> => ({ 'go.mod': `module ${module}\n\ngo 1.19\n`, ...files })

describe('the Go buildpack', () => {
  it.each(['go.mod', 'Gopkg.lock', 'Godeps/Godeps.json', 'vendor/vendor.json', 'glide.yaml', 'src/hello/main.go'])('is chosen by %s', (file) => {
    expect(go.detect(treeOf({ [file]: '' }))).toBe(file)
  })

  it('builds modules only, and says what to do with the older ways', () => {
    expect(go.detect(treeOf({ 'main.go': '' }))).toBeNull()
    expect(refusal(() => planOf(go, { 'glide.yaml': '' }))).toMatchObject({ code: 'lockfile-missing', message: 'There is no go.mod in the root.' })
  })

  it('builds every program into bin, with Go\'s own folders in the cache', () => {
    const plan = planOf(go, app(), { tools: { go: '1.22.1' } })
    expect(commands(plan)).toEqual(['go build -buildvcs=false -trimpath -tags heroku -o bin/ ./...'])
    expect(runs(plan)[0]?.env).toMatchObject({ GOPATH: '{CACHE_DIR}/go', GOCACHE: '{CACHE_DIR}/go-build', GOFLAGS: '-modcacherw' })
  })

  it.each([['1.17.3', 'go build -tags heroku -o bin/ ./...'], ['1.19.8', 'go build -buildvcs=false -tags heroku -o bin/ ./...']])('leaves out what Go %s does not have or pays dearly for', (version, command) => {
    expect(commands(planOf(go, app(), { tools: { go: version } }))).toEqual([command])
  })

  it('builds vendored modules without a network', () => {
    const plan = planOf(go, app('hello', { 'vendor/modules.txt': '' }))
    expect(runs(plan)[0]?.env?.['GOFLAGS']).toBe('-modcacherw -mod=vendor')
    expect(said(plan)).toContain('nothing is fetched')
  })

  it.each([['example.test/hello', 'bin/hello'], ['hello', 'bin/hello'], ['example.test/hello/v2', 'bin/hello']])('module %s runs %s', (module, web) => {
    expect(planOf(go, app(module)).defaultTypes).toEqual({ web })
  })

  it('runs the hooks', () => {
    const plan = planOf(go, app('hello', { 'bin/go-pre-compile': '', 'bin/go-post-compile': '' }), { tools: { go: '1.0.0' } })
    expect(commands(plan)).toEqual(['bash bin/go-pre-compile', 'go build -tags heroku -o bin/ ./...', 'bash bin/go-post-compile'])
  })

  it('warns about an older Go, and says how to get one', () => {
    expect(said(planOf(go, app(), { tools: { go: '1.18' } }))).toContain('go.mod asks for Go 1.19; this machine has 1.18')
    expect(refusal(() => planOf(go, app(), { platform: 'win32', tools: { go: null } }))).toMatchObject({ code: 'tool-missing', help: 'Run: winget install GoLang.Go, then push again.' })
  })
})
