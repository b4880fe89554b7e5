import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageOf } from './ranges.ts'

const items = (values: readonly number[]) => values.map((version) => ({ version, id: `r${version}` }))

describe('lists in parts', () => {
  it('HP3 following Next-Range gives every item once, in order, whatever the size of the parts', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(5000), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), fc.boolean(), (values, max, isDescending) => {
        const seen: unknown[] = []
        let header: string | null = `version ..; max=${max}${isDescending ? ', order=desc' : ''}`
        for (let part = 0; header !== null && part <= values.length; part++) {
          const page = pageOf(items(values), ['version', 'id'], header)
          seen.push(...page.items.map((item) => item['version']))
          header = page.nextRange
        }
        const sorted = values.slice()
        sorted.sort((a, b) => (isDescending ? b - a : a - b))
        expect(seen).toEqual(sorted)
      }),
    )
  })

  it('goes on after values with dots in them, such as host names', () => {
    const hosts = ['a.example.test', 'b.example.test', 'c.example.test'].map((hostname) => ({ hostname }))
    const first = pageOf(hosts, ['hostname'], 'hostname ..; max=1')
    const second = pageOf(hosts, ['hostname'], first.nextRange ?? '')
    expect(second.items).toEqual([hosts[1]])
    expect(pageOf(hosts, ['hostname'], 'hostname a.example.test..b.example.test').items).toEqual(hosts.slice(0, 2))
  })

  it.each([
    [undefined, [1, 2, 3]], ['', [1, 2, 3]], ['max=2, order=desc', [3, 2]], ['version ..; max=1000;', [1, 2, 3]], ['id ..; order=desc,max=1', [3]],
    ['version 2..', [2, 3]], ['version ]2..; max=5', [3]], ['version 1..2', [1, 2]], ['version 1..3[', [1, 2]], ['version ]9..', []],
  ])('%s', (header, expected) => {
    expect(pageOf(items([2, 3, 1]), ['version', 'id'], header).items.map((item) => item['version'])).toEqual(expected)
  })

  it.each(['colour ..', 'version ..; max=0', 'version ..; max=1001', 'version ..; max=many'])('%s is refused', (header) => {
    expect(() => pageOf(items([1]), ['version'], header)).toThrow('can not be met')
  })
})
