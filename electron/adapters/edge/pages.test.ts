import { describe, expect, it } from 'vitest'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import { errorPage } from './pages.ts'

const facts = { host: 'calm-sea-1.localhost', appName: 'calm-sea-1', requestId: 'r-1' }

describe('error pages', () => {
  it.each([...routerCodes.keys(), null])('%s: says what happened, leaves nothing unfilled and fetches nothing', (code) => {
    const page = errorPage({ ...facts, code })
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).not.toMatch(/\{\{|https?:|src=|@import|url\(/)
    expect(page).toContain('r-1')
    if (code !== null) expect(page).toContain(code)
    expect(page).toContain('Dynarium')
  })

  it('escape what the client sent', () => {
    expect(errorPage({ ...facts, code: null, host: '<img src=x onerror="alert(1)">' })).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')
  })
})
