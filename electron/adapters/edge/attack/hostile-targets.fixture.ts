// Whom is it for, and what may it ask of the router? Hosts, addresses, methods, and headers that speak to the router itself.

import { get, host, hostile, post, smuggled, type Hostile } from './hostile-request.fixture.ts'

const to = (target: string, ...lines: string[]): string => `${[`GET ${target} HTTP/1.1`, ...(lines.length > 0 ? lines : [host])].join('\r\n')}\r\n\r\n`

const hosts: readonly Hostile[] = [
  hostile('no Host', 'refused', 'GET / HTTP/1.1\r\n\r\n'),
  hostile('no Host in HTTP/1.0', 'refused', 'GET / HTTP/1.0\r\n\r\n'),
  hostile('an empty Host', 'refused', to('/', 'Host:')),
  hostile('two Hosts', 'refused', get('Host: other.localhost')),
  hostile('the same Host twice', 'refused', get(host)),
  hostile('two Hosts in two spellings', 'refused', get('hOST: other.localhost')),
  hostile('a Host with a comma', 'refused', to('/', 'Host: calm-sea-1.localhost, other.localhost'), { status: [400, 404] }),
  hostile('a Host with a space', 'refused', to('/', 'Host: calm-sea-1.localhost other.localhost'), { status: [400, 404] }),
  hostile('a Host with a name before @', 'refused', to('/', 'Host: other.localhost@calm-sea-1.localhost'), { status: [400, 404] }),
  hostile('a Host with a path', 'refused', to('/', 'Host: calm-sea-1.localhost/x'), { status: [400, 404] }),
  hostile('a Host with a question', 'refused', to('/', 'Host: calm-sea-1.localhost?x'), { status: [400, 404] }),
  hostile('a Host with a port that is no number', 'refused', to('/', 'Host: calm-sea-1.localhost:80x'), { status: [400, 404] }),
  hostile('a Host with two ports', 'refused', to('/', 'Host: calm-sea-1.localhost:80:81'), { status: [400, 404] }),
  hostile('a Host with a NUL', 'refused', to('/', 'Host: calm-sea-1.localhost\0')),
  hostile('a Host with a space before its colon', 'refused', to('/', 'Host : calm-sea-1.localhost')),
  hostile('a folded Host', 'refused', to('/', 'Host:\r\n calm-sea-1.localhost')),
  hostile('a Host that nobody has', 'refused', to('/', 'Host: nobody.localhost'), { status: [404] }),
  hostile('a Host in capital letters', 'passed', to('/', 'Host: CALM-SEA-1.LOCALHOST')),
  hostile('a Host with a port', 'passed', to('/', 'Host: calm-sea-1.localhost:8080')),
  hostile('Connection names Host', 'passed', get('Connection: Host'), { having: { host: 'calm-sea-1.localhost' } }),
  hostile('X-Forwarded-Host does not route', 'passed', get('X-Forwarded-Host: other.localhost'), { having: { host: 'calm-sea-1.localhost' } }),
]

const targets: readonly Hostile[] = [
  hostile('a whole address', 'passed', to('http://calm-sea-1.localhost/a?b'), { target: '/a?b', having: { host: 'calm-sea-1.localhost' } }),
  hostile('a whole address without a path', 'passed', to('http://calm-sea-1.localhost'), { target: '/' }),
  hostile('a whole address with only a question', 'passed', to('http://calm-sea-1.localhost?a'), { target: '/?a' }),
  hostile('a whole address in capital letters', 'passed', to('HTTP://CALM-SEA-1.LOCALHOST/a'), { target: '/a' }),
  hostile('a whole address of another host', 'refused', to('http://other.localhost/')),
  hostile('a whole address, and Host of another app', 'refused', to('http://calm-sea-1.localhost/', 'Host: other.localhost')),
  hostile('a whole address without a Host', 'refused', to('http://calm-sea-1.localhost/', 'X: 1')),
  hostile('a whole address with a name and password', 'refused', to('http://me:secret@calm-sea-1.localhost/')),
  hostile('a whole address with an empty host', 'refused', to('http:///a')),
  hostile('a whole address of another kind', 'refused', to('ftp://calm-sea-1.localhost/')),
  hostile('a file address', 'refused', to('file:///etc/passwd')),
  hostile('a path with an address in it', 'passed', to('/http://other.localhost/'), { target: '/http://other.localhost/' }),
  hostile('a path with two slashes first', 'passed', to('//other.localhost/a'), { target: '//other.localhost/a' }),
  hostile('a path with dots', 'passed', to('/a/../../etc/passwd'), { target: '/a/../../etc/passwd' }),
  hostile('a path with encoded line ends', 'passed', to('/a%0d%0aX-Bad:%201'), { target: '/a%0d%0aX-Bad:%201', without: ['x-bad'] }),
  hostile('a path with a backslash', 'safe', to('/a\\b')),
  hostile('a path with quotes and brackets', 'safe', to('/a"<>^`{|}b')),
  hostile('a path in raw UTF-8', 'safe', to('/caf\xc3\xa9')),
  hostile('a path with bytes that are no UTF-8', 'safe', to('/\xff\xfe')),
  hostile('a path with a fragment', 'safe', to('/a#b')),
  hostile('a path that does not begin with a slash', 'refused', to('a/b')),
  hostile('an empty question', 'passed', to('/?'), { target: '/?' }),
  hostile('a star for OPTIONS', 'safe', `OPTIONS * HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('a star for GET', 'refused', to('*')),
]

const methods: readonly Hostile[] = [
  hostile('CONNECT with an authority', 'refused', `CONNECT calm-sea-1.localhost:80 HTTP/1.1\r\n${host}\r\n\r\n${smuggled}`, { status: [400, 405, 501] }),
  hostile('CONNECT with a path', 'refused', `CONNECT / HTTP/1.1\r\n${host}\r\n\r\n`, { status: [400, 405, 501] }),
  hostile('connect in small letters', 'safe', `connect / HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('TRACE', 'safe', `TRACE / HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('get in small letters is another method', 'safe', `get / HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('a method of 128 letters', 'refused', `${'A'.repeat(128)} / HTTP/1.1\r\n${host}\r\n\r\n`),
  hostile('HEAD with a body', 'safe', `HEAD /head HTTP/1.1\r\n${host}\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`, { body: smuggled }),
  hostile('HEAD and a GET behind it', 'passed twice', `HEAD /head HTTP/1.1\r\n${host}\r\n\r\n${get()}`),
  hostile('DELETE with a body', 'passed', `DELETE /x HTTP/1.1\r\n${host}\r\nContent-Length: 5\r\n\r\nhello`, { body: 'hello' }),
]

const routersOwn: readonly Hostile[] = [
  hostile('a request id with odd letters', 'passed', get('X-Request-Id: <script>alert(1)</script>1234567'), { having: { 'x-request-id': /^[0-9a-f-]{20,}$/ } }),
  hostile('a request id that is too short', 'passed', get('X-Request-Id: short'), { having: { 'x-request-id': /^[0-9a-f-]{20,}$/ } }),
  hostile('a request id of 201 letters', 'passed', get(`X-Request-Id: ${'a'.repeat(201)}`), { having: { 'x-request-id': /^[0-9a-f-]{20,}$/ } }),
  hostile('a request id that is kept', 'passed', get(`X-Request-Id: ${'a1+/=-'.repeat(5)}`), { having: { 'x-request-id': 'a1+/=-'.repeat(5) } }),
  hostile('two request ids', 'passed', get(`X-Request-Id: ${'a'.repeat(20)}`, `X-Request-Id: ${'b'.repeat(20)}`), { having: { 'x-request-id': /^[0-9a-zA-Z-]{20,}$/ } }),
  hostile('Connection names X-Request-Id', 'passed', get('Connection: X-Request-Id'), { having: { 'x-request-id': /^[0-9a-f-]{20,}$/ } }),
  hostile('Connection names X-Forwarded-For', 'passed', get('X-Forwarded-For: 1.2.3.4', 'Connection: X-Forwarded-For, X-Forwarded-Proto'), { having: { 'x-forwarded-for': /127\.0\.0\.1$/, 'x-forwarded-proto': 'http' } }),
  hostile('X-Forwarded-For of the client comes first', 'passed', get('X-Forwarded-For: 1.2.3.4', 'x-forwarded-for: 5.6.7.8'), { having: { 'x-forwarded-for': /^1\.2\.3\.4, ?5\.6\.7\.8, ?127\.0\.0\.1$/ } }),
  hostile('X-Forwarded-Proto and -Port of the client', 'passed', get('X-Forwarded-Proto: https', 'X-Forwarded-Port: 443'), { having: { 'x-forwarded-proto': 'http', 'x-forwarded-port': /^\d+$/ } }),
  hostile('X-Request-Start of the client', 'passed', get('X-Request-Start: 1'), { having: { 'x-request-start': /^\d{13}$/ } }),
  hostile('Connection names Cookie', 'passed', get('Cookie: a=b', 'X-Kept: 1', 'Connection: cookie'), { without: ['cookie'], having: { 'x-kept': '1' } }),
  hostile('Connection names a header twice and in capitals', 'passed', get('X-Odd: 1', 'Connection: close, X-ODD', 'Connection: x-odd'), { without: ['x-odd'] }),
  hostile('Connection with odd names', 'safe', get('Connection: ,, close ,;=\x80')),
  hostile('hop-by-hop headers', 'passed', get('Keep-Alive: timeout=5', 'Proxy-Connection: keep-alive', 'TE: trailers', 'Proxy-Authorization: Basic eA=='), { without: ['keep-alive', 'proxy-connection', 'te', 'proxy-authorization'] }),
  hostile('Expect: 100-continue', 'passed', post(['Content-Length: 5', 'Expect: 100-continue'], 'hello'), { without: ['expect'], body: 'hello' }),
  hostile('Expect in capital letters', 'passed', post(['Content-Length: 5', 'EXPECT: 100-CONTINUE'], 'hello'), { without: ['expect'], body: 'hello' }),
  hostile('Expect without a body', 'passed', get('Expect: 100-continue'), { without: ['expect'] }),
  hostile('Expect something else', 'refused', post(['Content-Length: 5', 'Expect: cookies'], 'hello'), { status: [417] }),
  hostile('Expect twice, one of them odd', 'refused', post(['Content-Length: 5', 'Expect: 100-continue', 'Expect: more'], 'hello'), { status: [400, 417] }),
  hostile('Expect with a tail', 'refused', post(['Content-Length: 5', 'Expect: 100-continuex'], 'hello'), { status: [417] }),
  hostile('Expect 417 with a request behind it', 'refused', `${post(['Content-Length: 0', 'Expect: x'], '')}${smuggled}`, { status: [417] }),
  hostile('Upgrade to h2c', 'safe', get('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA'), { without: ['http2-settings'] }),
  hostile('Upgrade that Connection does not name', 'passed', get('Upgrade: websocket'), { without: ['upgrade'] }),
  hostile('Upgrade with a request behind it', 'safe', `${get('Connection: Upgrade', 'Upgrade: websocket')}`),
  hostile('Upgrade with a body', 'safe', post(['Connection: Upgrade', 'Upgrade: websocket', `Content-Length: ${smuggled.length}`], smuggled)),
]

export const targeted: readonly Hostile[] = [...hosts, ...targets, ...methods, ...routersOwn]
