import { describe, expect, it } from 'vitest'
import { scan } from './scan.ts'
import type { FileKind } from './syntax.ts'

const words = (source: string, kind: FileKind) => {
  const { text, code, strings } = scan(source, kind)
  expect([text.length, code.length]).toEqual([source.length, source.length])
  return { text: text.replace(/\s+/g, ' ').trim(), code: code.replace(/\s+/g, ' ').trim(), strings: strings.map((part) => part.text) }
}

describe('TH2 comments are never read, in each language', () => {
  const cases: readonly (readonly [FileKind, string, string, string])[] = [
    ['node', 'a("//no", `x ${b("}")} y`) // c\n/* d */ e = /["\'`/*]/g; f', 'a("//no", `x ${b("}")} y`) e = /["\'`/*]/g; f', 'a(" ", ` ${b(" ")} `) e = / /g; f'],
    ['node', 'a / b / c // d', 'a / b / c', 'a / b / c'],
    ['python', '"""about"""\nimport os # c\ndef f():\n    """doc # c"""\n    x = """kept\n# too"""\n    return r\'\\d\'', 'import os def f(): x = """kept # too""" return r\'\\d\'', 'import os def f(): x = """ """ return r\' \''],
    ['ruby', '=begin\nx\n=end\na "b #{c("d")} e" # f\ng = %w[h # i]\nputs <<~T\n  # j "\nT\nk / l', 'a "b #{c("d")} e" g = %w[h # i] puts <<~T # j " T k / l', 'a " #{c(" ")} " g = %w[ ] puts <<~T T k / l'],
    ['java', 'char c = \'"\'; // d\nString s = """\n a " b // c\n""";', 'char c = \'"\'; String s = """ a " b // c """;', 'char c = \' \'; String s = """ """;'],
    ['go', 'a := `\\` // b\nc := \'"\' /* d */', 'a := `\\` c := \'"\'', 'a := ` ` c := \' \''],
    ['php', '<p class="x"># page</p>\n<?php # a\n$b = "c // d"; #[E]\n$f = <<<T\n// g\nT;\n?><i>', '<p class="x"># page</p> <?php $b = "c // d"; #[E] $f = <<<T // g T; ?><i>', '<?php $b = " "; #[E] $f = <<<T T; ?>'],
    ['scala', '/* a /* b */ c */ val d = s"e ${f("g")} // h" // i\nval j = \'k', 'val d = s"e ${f("g")} // h" val j = \'k', 'val d = s" ${f(" ")} " val j = \'k'],
    ['settings', '# a\nb: http://c#d # e', 'b: http://c#d', 'b: http://c#d'],
    ['xml', '<a><!-- b -->c</a>', '<a> c</a>', '<a> c</a>'],
  ]
  it.each(cases)('%s: %j', (kind, source, text, code) => {
    const read = words(source, kind)
    expect(read.text).toBe(text)
    expect(read.code).toBe(code)
  })

  it('what is in strings is known by itself', () => {
    expect(words('a("b", `c ${d("e")} f`)', 'node').strings).toEqual(['b', 'e', 'c ${d("e")} f'])
    expect(words('"""doc"""\na = "b"', 'python').strings).toEqual(['b'])
  })

  it.each(['"open', '`${', '/* a', '\'\\', '%w[', '<<~A\n', '<?php "', '"\\'])('a file that breaks off is read to its end: %j', (source) => {
    for (const kind of ['node', 'python', 'ruby', 'java', 'go', 'php', 'scala'] as const) words(source, kind)
    words(`${'`${'.repeat(500)}`, 'node')
  })
})
