import { describe, expect, it } from 'vitest'
import { commands, planOf, refusal, said, treeOf, written } from './plan-fixture.ts'
import { staticSite } from './static.ts'

const settings = (value: object): string => JSON.stringify(value)

describe('the static buildpack', () => {
  it.each(['static.json', 'index.html'])('is chosen by %s', (file) => {
    expect(staticSite.detect(treeOf({ [file]: '' }))).toBe(file)
  })

  it('writes its web server and runs nothing', () => {
    const plan = planOf(staticSite, { 'index.html': '' })
    expect(commands(plan)).toEqual([])
    expect(plan.defaultTypes).toEqual({ web: 'node .dynarium/static-server.cjs' })
    expect(written(plan, '.dynarium/static-server.cjs')).toContain('"root": "."')
  })

  it('honours static.json', () => {
    const plan = planOf(staticSite, { 'static.json': settings({ root: 'public/', clean_urls: true, error_page: '/404.html' }), 'public/index.html': '' })
    expect(written(plan, '.dynarium/static-server.cjs')).toContain('"root": "public",\n  "cleanUrls": true,\n  "errorPage": "404.html"')
    expect(said(plan)).toContain('Serving public, clean URLs, 404.html for what is not there')
  })

  it('serves public_html when static.json names no root, as Heroku\'s did', () => {
    expect(written(planOf(staticSite, { 'static.json': '{}', 'public_html/index.html': '' }), '.dynarium/static-server.cjs')).toContain('"root": "public_html"')
  })

  it('says what it leaves out', () => {
    expect(said(planOf(staticSite, { 'static.json': settings({ root: '.', https_only: true, proxies: {} }) }))).toContain('https_only, proxies not supported here')
  })

  it.each([
    [settings({ root: 'dist' }), 'static.json names the root dist, and there are no files in it.'],
    [settings({ root: '../..' }), 'static.json names a root outside of the app.'],
    ['{', 'static.json is not a JSON object.'],
  ])('refuses %s', (text, message) => {
    expect(refusal(() => planOf(staticSite, { 'static.json': text, 'index.html': '' }))).toMatchObject({ code: 'lockfile-missing', message })
  })

  it('needs Node', () => {
    expect(refusal(() => planOf(staticSite, { 'index.html': '' }, { tools: { node: null } }))).toMatchObject({ code: 'tool-missing' })
  })
})
