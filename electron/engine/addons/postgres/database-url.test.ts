import { describe, expect, it } from 'vitest'
import { accessOf, configAt, freshAccess, literal, named, urlOf, urlVar } from './database-url.ts'

let count = 0
const ids = (): string => `${String(count++).padStart(8, '0')}-0000-4000-8000-000000000000`

describe('the URL of a database (PD1)', () => {
  it('has a user, a password and a database of its own, and is read back', () => {
    const access = freshAccess(ids)
    const config = { default: { [urlVar]: urlOf(access, 5432) } }
    expect(accessOf({ config })).toEqual(access)
    expect(new Set(Object.values(access)).size).toBe(3)
    expect(new URL(config.default[urlVar] ?? '')).toMatchObject({ hostname: 'localhost', port: '5432', username: access.user, pathname: `/${access.database}` })
  })
  it('moves to another port with all its credentials', () => {
    const config = { default: { [urlVar]: 'postgres://u:p@127.0.0.1:1/d' }, analyst: { [urlVar]: 'postgres://a:q@127.0.0.1:1/d' } }
    expect(configAt({ config }, 7)).toEqual({ default: { [urlVar]: 'postgres://u:p@localhost:7/d' }, analyst: { [urlVar]: 'postgres://a:q@localhost:7/d' } })
  })
  it('a credential that is not there has no access', () => {
    expect(accessOf({ config: {} })).toBeNull()
  })
  it('names and texts in statements can not break out', () => {
    expect([named('a"b'), literal("it's")]).toEqual(['"a""b"', "'it''s'"])
  })
})
