// Which environment variables an app reads, and where. A small function named `env` around the real one counts: people write them.

import { matchesIn, someCode } from './finding.ts'
import type { Look, SourceFile } from './look.ts'

export type KeyRead = { readonly key: string; readonly file: SourceFile; readonly at: number }

const settingsKey = /(?<!\\)\$\{\??([A-Z][A-Z0-9_]{1,80})/g
const reads: Readonly<Partial<Record<SourceFile['kind'], RegExp>>> = {
  node: /\bprocess\.env(?:\.([A-Za-z_]\w*)|\[\s*["'`]([^"'`]{1,80})["'`]\s*\])/g,
  python: /(?:\bos\.environ(?:\.get\(|\.setdefault\(|\[)|\bos\.getenv\(|\benviron(?:\.get\(|\[)|\bgetenv\(|\b(?:config|env(?:\.\w+)?)\()\s*["']([A-Z]\w{0,80})["']/g,
  ruby: /\bENV(?:\.fetch\(|\.key\?\(|\[|\.dig\()\s*["']([^"'\n]{1,80})["']/g,
  java: /(?:\bSystem\.getenv\(|\bgetenv\(\)\.(?:get|getOrDefault|containsKey)\(|\benv\()\s*"([^"\n]{1,80})"/g,
  go: /\b(?:os\.(?:Getenv|LookupEnv)|env|getenv|getEnv)\(\s*"([^"\n]{1,80})"/g,
  php: /(?:(?<![\w>])(?:getenv|env)\(|\$_(?:ENV|SERVER)\[)\s*["']([A-Z][\w]{0,80})["']/g,
  scala: /\b(?:sys\.env(?:\.get(?:OrElse)?|\.contains)?\(|System\.getenv\(|env\()\s*"([^"\n]{1,80})"|(?<=\$\{\?)([A-Z]\w{0,80})/g,
  settings: settingsKey,
  xml: settingsKey,
}
const anyRead: Readonly<Partial<Record<SourceFile['kind'], RegExp>>> = {
  node: /\bprocess\.env\b/g, python: /\bos\.environ\b|\bgetenv\(|\bdecouple\b|\benviron\b/g, ruby: /\bENV\b/g, java: /\bgetenv\(|@Value\(/g, go: /\bos\.(?:Getenv|LookupEnv|Environ|ExpandEnv)\(|\benvconfig\b/g,
  php: /\bgetenv\(|\$_ENV\b|\$_SERVER\b|\benv\(/g, scala: /\bsys\.env\b|\bgetenv\b/g, settings: /(?<!\\)\$\{\??[A-Z]/g, xml: /\$\{/g,
}

export function keysRead(look: Look): readonly KeyRead[] {
  return look.files.flatMap((file) => {
    const pattern = reads[file.kind]
    if (pattern === undefined) return []
    const found = matchesIn(file, pattern).map((match) => ({ key: match[1] ?? match[2] ?? '', file, at: match.index ?? 0 }))
    return file.kind === 'node' ? [...found, ...takenApart(file)] : found
  })
}

export const readsEnv = (look: Look): boolean => look.files.some((file) => {
  const pattern = anyRead[file.kind]
  return pattern !== undefined && matchesIn(file, pattern).length > 0
})

/** Whether the line that a place is in reads the environment: what stands there is what counts when nothing is set. */
export function isFallback(file: SourceFile, at: number): boolean {
  const start = file.text.lastIndexOf('\n', at - 1) + 1
  const end = file.text.indexOf('\n', at)
  const pattern = anyRead[file.kind]
  const line = file.text.slice(start, end < 0 ? file.text.length : end)
  return (pattern !== undefined && line.search(pattern) >= 0) || /\benv\(|getOrElse\(|getOrDefault\(|\benviron\b|<%=\s*ENV/.test(line)
}

/** A key that says where a backing service is. */
const namesService = (key: string): boolean => /_(URL|URI|DSN|CONNECTION_STRING)$|^(DATABASE|REDIS|MEMCACHIER|MEMCACHED|CLOUDAMQP|RABBITMQ|MONGO\w*|PG|DB|MYSQL|POSTGRES\w*)(_|HOST)/.test(key)

export const readsServiceAddress = (look: Look): boolean => keysRead(look).some(({ key }) => namesService(key)) || someCode(look, /\b(?:dj_database_url|DATABASE_URL)\b/g)

/** `const { PORT = '5000', GREETING } = process.env` */
function takenApart(file: SourceFile): KeyRead[] {
  return matchesIn(file, /\{([^{}]{1,2000})\}\s*=\s*process\.env\b/g).flatMap((match) => [...(match[1] ?? '').matchAll(/(?:^|,)\s*([A-Za-z_]\w*)/g)].map((inner) => ({
    key: inner[1] ?? '', file, at: (match.index ?? 0) + 1 + inner.index + inner[0].length - 1,
  })))
}
