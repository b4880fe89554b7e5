import http from 'node:http'

export type Answer = { readonly status: number; readonly text: string }

/** One request to an app through the router, by Host header, as a browser would send it. */
export function visit(routerPort: number, app: string, path = '/'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port: routerPort, path, headers: { host: `${app}.localhost:${routerPort}` }, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
      answer.on('error', reject)
    })
    request.on('error', reject)
  })
}
