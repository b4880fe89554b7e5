export type PlatformApi = <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>

/** The Platform API of a running host, as a script would call it. Throws with the body of a refusal. */
export function platformApi(url: string, token: string): PlatformApi {
  return async (method, path, body) => {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text) as never
  }
}

export type ApiDyno = { readonly id: string; readonly name: string; readonly type: string; readonly state: string; readonly release: { readonly version: number } }
