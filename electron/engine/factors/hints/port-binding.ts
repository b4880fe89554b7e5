// VII. Port binding: the app itself listens on the PORT that it is given, on all interfaces.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { commandHints, webFiles, webOf } from './commands.ts'
import { keysRead } from './env-keys.ts'
import { codeHints, hintAt, inFile, someCode, wholeTree, type Check, type CodeCheck } from './finding.ts'
import { codeOf, type Look } from './look.ts'
import { declares, manifestOf } from './manifests.ts'

const listen = {
  node: 'Listen by server.listen(process.env.PORT, "0.0.0.0").', python: 'Listen on int(os.environ["PORT"]) and "0.0.0.0"; gunicorn does so by itself.', ruby: 'Listen on ENV.fetch("PORT") and "0.0.0.0", e.g. puma -p $PORT.', java: 'Listen on Integer.parseInt(System.getenv("PORT")); in Spring: server.port=${PORT}.',
  go: 'Listen by http.ListenAndServe(":"+os.Getenv("PORT"), nil).', php: "Let heroku-php-apache2 serve it, or listen on getenv('PORT').", scala: 'Listen on sys.env("PORT").toInt and "0.0.0.0"; in Play: -Dhttp.port=$PORT.',
}
const noPort: Check = { check: '7.s1', severity: 'error', means: 'Neither the code nor the web command reads PORT: the platform could wait for a port that nobody opens (R10).', advice: listen }
const noServer: Check = { check: '7.s4', severity: 'warn', means: 'No server is seen in the code or in what it declares: who answers requests?', advice: listen }
const noWeb: Check = { check: '7.s5', severity: 'error', means: 'There is no process type web, and this language has none by itself: no dyno takes requests (H14).', advice: { node: 'Name it in the Procfile, e.g. web: node server.js, or give package.json a start script.', python: 'Name it in the Procfile, e.g. web: gunicorn app:app.' } }
const fixedPort: Check = { check: '7.s2', severity: 'error', means: 'The port is fixed: the platform chooses another one, and waits for it in vain (R10).', advice: listen }
const loopback: Check = { check: '7.s3', severity: 'error', means: 'It listens on this machine only: in a container nobody reaches it.', advice: listen }
const home = '(?:127\\.0\\.0\\.1|localhost)'

const codeChecks: readonly CodeCheck[] = [
  {
    ...fixedPort,
    patterns: {
      node: /\.listen\(\s*(?:\{\s*port\s*:\s*)?\d{2,5}\b/g, python: /\b(?:run|serve|run_app|make_server|\w*TCPServer|\w*HTTPServer|bind)\([^)\n]{0,120}(?:\bport\s*=\s*|,\s*)\d{2,5}\b/g, ruby: /\bTCPServer\.(?:new|open)\((?:[^,)\n]{1,60},\s*)?\d{2,5}\b|^\s*set\s*\(?\s*:port\s*,\s*\d{2,5}|\bPort:\s*\d{2,5}|^\s*port\s+\d{2,5}/gm,
      java: /\bnew\s+InetSocketAddress\((?:"[^"\n]*",\s*)?\d{2,5}\s*\)|\bnew\s+ServerSocket\(\s*\d{2,5}|\bport\(\s*\d{4,5}\s*\)|\bnew\s+Server\(\s*\d{4,5}\s*\)/g, go: /\b(?:ListenAndServe|ListenAndServeTLS|Listen|Run|Start)\(\s*(?:"tcp[46]?",\s*)?"[\w.]*:\d{2,5}"|\bAddr:\s*"[\w.]*:\d{2,5}"/g,
      php: /\bstream_socket_server\(\s*["']tcp:\/\/[^"':\n]*:\d{2,5}\b|\bsocket_bind\([^)\n]{1,100},\s*\d{2,5}\b/g, scala: /\bnew\s+InetSocketAddress\((?:"[^"\n]*",\s*)?\d{2,5}\s*\)|\b(?:bind|bindAndHandle|newServerAt|bindHttp)\([^)\n]{0,100}["']\s*,\s*\d{2,5}\b/g,
      settings: /^\s*server\.port\s*[=:]\s*\d{2,5}\s*$/gm,
    },
  },
  {
    ...loopback,
    patterns: {
      node: new RegExp(`\\.listen\\([^)\\n]{0,100}["'\`]${home}["'\`]`, 'g'), python: new RegExp(`\\b(?:run|serve|make_server|\\w*TCPServer|\\w*HTTPServer|bind)\\([^\\n]{0,60}["']${home}["']`, 'g'), ruby: new RegExp(`\\bTCPServer\\.(?:new|open)\\(\\s*["']${home}["']|^\\s*set\\s*\\(?\\s*:bind\\s*,\\s*["']${home}["']|\\bBindAddress:\\s*["']${home}["']`, 'gm'),
      java: new RegExp(`\\b(?:new\\s+)?InetSocketAddress\\(\\s*"${home}"|\\bgetLoopbackAddress\\(\\)`, 'g'), go: new RegExp(`\\b(?:ListenAndServe|Listen|Run|Start)\\(\\s*(?:"tcp[46]?",\\s*)?"${home}:|\\bAddr:\\s*"${home}:`, 'g'), php: new RegExp(`\\bstream_socket_server\\(\\s*["']tcp://${home}\\b`, 'g'),
      scala: new RegExp(`\\bnew\\s+InetSocketAddress\\(\\s*"${home}"|\\b(?:bind|bindAndHandle|newServerAt)\\([^)\\n]{0,100}"${home}"`, 'g'), settings: new RegExp(`^\\s*server\\.address\\s*[=:]\\s*${home}\\s*$`, 'gm'),
    },
    keep: ({ 0: what }, file) => !/InetSocketAddress|getLoopback/.test(what) || /\b(?:HttpServer|ServerSocket|ServerBootstrap|newServerAt|bind)\b/.test(file.code),
  },
]
/** Frameworks and servers that take PORT without being told. */
const takesPort = /\b(?:gunicorn|heroku-php-(?:apache2|nginx)|puma|rails\s+s(?:erver)?|bin\/rails|rackup|sls|next\s+start|react-scripts)\b/
const servers: Readonly<Record<string, { readonly code: RegExp; readonly packages: readonly string[] }>> = {
  node: { code: /\bcreateServer\(|\b(?:express|fastify|Hono|Koa)\(/g, packages: ['express', 'fastify', 'koa', 'next', 'nuxt', '@hapi/hapi', '@nestjs/core', 'hono', 'restify', 'serve', 'http-server', 'polka', 'socket.io', 'ws', 'astro', '@remix-run/serve'] },
  python: { code: /\b(?:\w*HTTPServer|make_server|\w*TCPServer|create_server|start_server|run_app)\(|\bsocket\.socket\(/g, packages: ['gunicorn', 'uvicorn', 'waitress', 'hypercorn', 'daphne', 'tornado', 'aiohttp', 'sanic', 'flask', 'cherrypy', 'bottle'] },
  ruby: { code: /\bTCPServer\b|\bWEBrick\b/g, packages: ['puma', 'unicorn', 'thin', 'falcon', 'passenger', 'webrick', 'iodine', 'rails', 'sinatra'] },
  java: { code: /\b(?:HttpServer|ServerSocket|ServerBootstrap|Javalin|Undertow|SpringApplication|Vertx|Tomcat)\b/g, packages: ['spring-boot-starter', 'jetty', 'tomcat', 'netty', 'undertow', 'javalin', 'dropwizard', 'micronaut', 'quarkus', 'vertx', 'webapp-runner'] },
  go: { code: /\bhttp\.(?:ListenAndServe|Server|Serve)\b|\bListenAndServe\(|\bnet\.Listen\(|\b(?:gin|echo|fiber|chi)\./g, packages: [] },
  php: { code: /\bstream_socket_server\(|\bsocket_create\(|\$_SERVER\b|<\?=/g, packages: ['laravel/framework', 'symfony/framework-bundle', 'slim/slim', 'react/http', 'swoole', 'amphp/http-server'] },
  scala: { code: /\b(?:HttpServer|ServerSocket|newServerAt|BlazeServerBuilder|EmberServerBuilder|bindAndHandle|NettyServer)\b/g, packages: ['akka-http', 'pekko-http', 'http4s', 'finatra', 'finch', 'zio-http', 'scalatra', 'playscala', 'sbt-plugin', 'cask', 'tapir'] },
}

export function hintsOfPortBinding(look: Look): Hint[] {
  const { language, tree } = look
  if (language === null || codeOf(look).length === 0) return []
  const web = webOf(look)
  const place = web === null ? wholeTree : { file: web.file, line: web.line, excerpt: `web: ${web.command}`.slice(0, 160) }
  const readsPort = keysRead(look).some(({ key }) => key === 'PORT') || /\$\{?PORT\b/.test(web?.command ?? '') || takesPort.test(web?.command ?? '') || someCode(look, /\bPORT\b/g)
  const byItself = (language === 'php' && web === null) || declares(look, ['rails', 'playscala', 'com.typesafe.play']) !== null
  const server = servers[language]
  const hasServer = server === undefined || webFiles(look).some((file) => file.code.search(server.code) >= 0) || declares(look, server.packages) !== null || takesPort.test(web?.command ?? '') || byItself
  const needsWeb = (language === 'node' || language === 'python') && web === null
  return [
    ...(readsPort || byItself ? [] : [hintAt(look, noPort, place)]),
    ...codeHints(look, codeChecks),
    ...commandHints(look, fixedPort, /(?:\s(?:-p|--port|-l)[ =]|:)\d{4,5}\b(?!\S*\$)/, (type) => type === 'web'),
    ...commandHints(look, loopback, new RegExp(`(?:--host|--bind|-b|-H|--address)[ =]?${home}\\b`), (type) => type === 'web'),
    ...(hasServer ? [] : [hintAt(look, noServer, inFile(manifestOf(look) ?? 'Procfile'))]),
    ...(needsWeb ? [hintAt(look, noWeb, tree.paths.includes('Procfile') ? inFile('Procfile') : wholeTree)] : []),
  ]
}
