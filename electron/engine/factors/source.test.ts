import { describe, expect, it } from 'vitest'
import { readSource, serviceVariables } from './source.ts'

const read = (files: Readonly<Record<string, string>>) => readSource({ paths: Object.keys(files).sort(), read: (path) => files[path] ?? null })

describe('what a source says of itself', () => {
  it('names paths to visit, admin paths apart, and none that ends the dyno or takes its time', () => {
    const { paths, adminPaths } = read({ 'web.js': "app.get('/notes', f)\nif (path === '/admin/reset') g()\nroutes['/crash']\nroutes['/slow']\nfs.readFile('/etc/hosts')", 'main.go': 'http.HandleFunc("GET /cart", cart)' })
    expect(paths).toEqual(['/', '/cart', '/notes'])
    expect(adminPaths).toEqual(['/admin/reset'])
  })

  it.each([
    ['app.js', 'const a = process.env.SHOP_URL'], ['app.js', 'const {\n  PORT = 5,\n  SHOP_URL,\n} = process.env'], ['app.py', "os.environ['SHOP_URL']"], ['app.py', 'os.environ.get("SHOP_URL", "x")'], ['app.py', "os.getenv('SHOP_URL')"],
    ['app.rb', 'ENV.fetch("SHOP_URL", "x")'], ['app.rb', "ENV['SHOP_URL']"], ['App.java', 'System.getenv("SHOP_URL")'], ['main.go', 'os.Getenv("SHOP_URL")'], ['index.php', "getenv('SHOP_URL')"],
    ['index.php', "$_ENV['SHOP_URL']"], ['Main.scala', 'sys.env.getOrElse("SHOP_URL", "")'], ['application.conf', 'url = ${?SHOP_URL}'],
  ])('finds the variable that %s reads', (file, text) => {
    const source = read({ [file]: text })
    expect(source.variables.map((one) => one.text)).toEqual(['SHOP_URL'])
    expect(serviceVariables(source)).toHaveLength(1)
  })

  it('leaves comments, tests and packages out (FA2)', () => {
    const { secrets, variables, paths } = read({
      'web.js': "// const password = 'hunter2hunter2'\n/* process.env.A_URL\n app.get('/b')\n*/\nconst x = 1 // '/c'", 'test/a.js': "const password = 'hunter2hunter2'", 'node_modules/a/i.js': "const password = 'hunter2hunter2'",
      'app.py': "# password = 'hunter2hunter2'",
    })
    expect([secrets, variables, paths]).toEqual([[], [], ['/']])
  })

  it('finds values that look like secrets, with their places', () => {
    const { secrets } = read({ 'config/db.json': '{\n "database": "postgres://admin:hunter2@db.internal:5432/shop" }', 'web.js': "const SESSION_SECRET = 'not-a-real-3f9c'\nconst password = process.env.PASSWORD || 'hunter2hunter2'", '.env.example': 'PASSWORD="hunter2hunter2"' })
    expect(secrets).toEqual([{ file: 'config/db.json', line: 2, text: 'postgres://admin:hunter2@db.internal' }, { file: 'web.js', line: 1, text: 'not-a-real-3f9c' }])
  })

  it('finds addresses of this machine, environments, and the version of the language', () => {
    const source = read({ 'web.rb': 'redis = Redis.new(host: "127.0.0.1", port: 6379)\nENV["RACK_ENV"]', Gemfile: 'source "x"\nruby "3.4.1"' })
    expect(source.loopback).toMatchObject([{ port: 6379, line: 1 }])
    expect(source.environments.map(({ text }) => text)).toEqual(['RACK_ENV'])
    expect(source.version).toEqual({ file: 'Gemfile', line: 2, text: '3.4.1' })
  })
})
