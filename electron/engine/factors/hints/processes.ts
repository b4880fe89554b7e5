// VI. Processes: they keep nothing that another dyno or the next restart would need. Files show where something is kept; whether anybody
// misses it, a run shows.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { codeHints, hintAt, hintsAt, inFile, matchesIn, placeIn, type Check, type CodeCheck, type Place } from './finding.ts'
import { codeOf, jsonOf, type Look, type SourceFile } from './look.ts'
import { declares } from './manifests.ts'

const keepSessions = {
  node: 'Keep sessions in a signed cookie (cookie-session), or give express-session a store, e.g. connect-redis.', python: 'Keep sessions in a signed cookie (Flask\'s own), or in a cache or database that all dynos share.', ruby: 'Keep sessions in the cookie store, or in a store that all dynos share, e.g. Redis.',
  java: 'Keep sessions in Spring Session with Redis, or in a signed cookie.', go: 'Keep sessions in a signed cookie (gorilla/sessions CookieStore), or in Redis.', php: 'Set session.save_handler to redis or memcached, or keep sessions in a signed cookie.', scala: 'Keep sessions in Play\'s cookie, or in Redis.',
}
const keepFiles = 'What must last belongs into a backing service; what is only for now, under /tmp.'

const sessionChecks: readonly CodeCheck[] = [
  {
    check: '6.s1', severity: 'warn', means: 'Sessions could be kept by one dyno alone: the next request may reach another one, and a restart forgets them all.', advice: keepSessions,
    patterns: {
      node: /\b(?:expressSession|session)\(\s*\{|\b(?:const|let|var)\s+\w*[sS]essions?(?:Store|Map|s)?\s*=\s*(?:new\s+(?:Map|Set|WeakMap|MemoryStore)\b|\{\s*\}|Object\.create\(null\))/g,
      python: /\bSESSION_TYPE\W{1,6}(?:filesystem|cachelib)|\bSESSION_ENGINE\s*=\s*["']django\.contrib\.sessions\.backends\.file["']|^[A-Za-z_]*sessions?\s*(?::[^=\n]{0,60})?=\s*(?:\{\s*\}|dict\(|defaultdict\()/gim,
      ruby: /\bsession_store\W{1,4}(?:memory_store|cache_store|file_store)\b|\bRack::Session::Pool\b|[$@]{0,2}\bsessions?\s*=\s*(?:\{\s*\}|Hash\.new)/gi,
      java: /\bMap<[^=\n]{1,80}>\s+\w*[sS](?:ESSIONS?|essions?)\s*=\s*new\b|\.getSession\(|\bHttpSession\s+\w+/g, go: /\bNewFilesystemStore\(|\bmemstore\.New\(|\b\w*[sS]essions?\s*:?=\s*(?:map\[|make\(map\[)|\bvar\s+\w*[sS]essions?\s+(?:=\s*)?(?:map\[|sync\.Map)/g,
      php: /\bsession_start\(|\$\w*sessions?\s*=\s*(?:\[\s*\]|array\(\s*\))/gi, scala: /\b(?:val|var)\s+\w*[sS]essions?\b[^=\n]{0,80}=\s*(?:mutable\.|TrieMap|new\s+(?:java\.util\.concurrent\.)?ConcurrentHashMap|Map\b)/g,
    },
    keep: (match, file, look) => isKeptHere(match, file, look),
  },
]
const filesWritten: CodeCheck = {
  check: '6.s2', severity: 'info', means: 'A file is written to the disk of this dyno: other dynos do not see it, and it is gone at the next restart.', advice: keepFiles,
  patterns: {
    node: /\b(?:fs|fsp|promises|fsPromises)\.(?:writeFile|appendFile|createWriteStream)(?:Sync)?\(|(?<![.\w])(?:writeFile|appendFile|createWriteStream)(?:Sync)?\(/g, python: /(?<![.\w])open\([^)\n]{1,200},\s*(?:mode\s*=\s*)?["'][wax]b?\+?["']|\.write_(?:text|bytes)\(/g,
    ruby: /\bFile\.(?:open|new)\([^)\n]{1,200},\s*["'][wa]b?\+?["']|\b(?:File|IO)\.(?:bin)?write\(/g, java: /\bnew\s+(?:FileOutputStream|FileWriter|RandomAccessFile)\(|\bFiles\.(?:write|writeString|newBufferedWriter|newOutputStream)\(/g,
    go: /\b(?:os\.(?:Create|WriteFile|OpenFile)|ioutil\.WriteFile)\(/g, php: /\bfile_put_contents\(|\bfopen\([^)\n]{1,200},\s*["'][wax]b?\+?["']/g, scala: /\bnew\s+(?:FileOutputStream|FileWriter|PrintWriter)\(|\bFiles\.(?:write|writeString|newBufferedWriter|newOutputStream)\(/g,
  },
  keep: ({ index = 0 }, file) => !/tmp|temp|stdout|stderr|php:\/\/|O_RDONLY/i.test(file.text.slice(index, index + 200).split('\n')[0] ?? ''),
}
const sharedState: Check = { check: '6.s3', severity: 'info', means: 'What requests leave in this variable is known to one process alone, and gone at the next restart.', advice: 'Keep it in a backing service, if another request or another dyno may ask for it; a cache that may be empty can stay.' }
const sticky: Check = { check: '6.s4', severity: 'info', means: 'The app could count on each visitor coming back to the same dyno.', advice: 'Share what a visitor needs by a backing service; socket.io has adapters for that, e.g. @socket.io/redis-adapter.' }

const stores: Readonly<Partial<Record<SourceFile['kind'], RegExp>>> = {
  node: /^(?:export\s+)?(?:const|let|var)\s+(\w+)(?:\s*:[^=\n]{1,100})?\s*=\s*(?:\[\s*\]|\{\s*\}|new\s+(?:Map|Set)(?:<[^>\n]{0,80}>)?\(\s*\))/gm, python: /^(\w+)(?:\s*:[^=\n]{1,80})?\s*=\s*(?:\[\s*\]|\{\s*\}|(?:dict|list|set)\(\s*\)|(?:collections\.)?defaultdict\(\w*\))\s*$/gm,
  ruby: /^\$?(\w+)\s*=\s*(?:\[\s*\]|\{\s*\}|Hash\.new\b[^\n]{0,40})\s*$/gm, java: /\bstatic\b[^=;(\n]{0,60}\b(?:Map|List|Set)<[^=;\n]{1,80}>\s+(\w+)\s*=\s*new\b/g, go: /^var\s+(\w+)\s*=\s*(?:map\[|make\(map\[|\[\][\w.]+\{\s*\})/gm,
  scala: /^ {0,4}(?:private\s+)?(?:val|var)\s+(\w+)\b[^=\n]{0,80}=\s*(?:(?:scala\.collection\.)?mutable\.|TrieMap\b|new\s+(?:java\.util\.concurrent\.)?ConcurrentHashMap)/gm,
}

export function hintsOfProcesses(look: Look): Hint[] {
  return [...codeHints(look, sessionChecks), ...codeHints(look, [filesWritten]), ...hintsAt(look, sharedState, codeOf(look).flatMap(storePlaces)), ...stickyHints(look)]
}

function isKeptHere(match: RegExpMatchArray, file: SourceFile, look: Look): boolean {
  const [what] = match
  const after = file.text.slice(match.index ?? 0, (match.index ?? 0) + 600)
  if (/^(?:expressSession|session)\(/.test(what)) return /express-session/.test(file.text) && !/\bstore\s*[:,}]/.test(after)
  if (/getSession|HttpSession/.test(what)) return declares(look, ['spring-session-data-redis', 'spring-session-jdbc', 'spring-session-core', 'memcached-session-manager']) === null
  if (/session_start/i.test(what)) return !look.files.some(({ text }) => /session\.save_handler|session_set_save_handler|SessionHandler/.test(text))
  return true
}

/** Collections of a whole file that something in it adds to. */
function storePlaces(file: SourceFile): Place[] {
  const pattern = stores[file.kind]
  if (pattern === undefined) return []
  return matchesIn(file, pattern).filter(([, name = '']) => name.length < 60 && !/session/i.test(name) && isAddedTo(file, name)).slice(0, 5).map(({ index = 0 }) => placeIn(file, index))
}

function isAddedTo(file: SourceFile, name: string): boolean {
  const adds = '(?:push|add|set|put|append|unshift|insert|update|setdefault|addOne|putIfAbsent|computeIfAbsent|merge)\\('
  return new RegExp(`(?<![\\w.])\\$?${name}(?:\\.${adds}|\\s*<<|\\s*\\[[^\\]\\n]{1,120}\\]\\s*(?:=(?!=)|\\+\\+|\\+=|\\|\\|=)|\\s*\\+=|\\([^)\\n]{1,80}\\)\\s*=(?!=))`).test(file.code)
}

function stickyHints(look: Look): Hint[] {
  const { tree } = look
  const hints = JSON.stringify(jsonOf(tree, 'app.json') ?? {}).includes('session-affinity') ? [hintAt(look, sticky, { ...inFile('app.json'), excerpt: 'http-session-affinity' })] : []
  const sockets = look.language === 'node' && declares(look, ['socket.io']) !== null && declares(look, ['@socket.io/redis-adapter', '@socket.io/postgres-adapter', '@socket.io/cluster-adapter', '@socket.io/sticky', 'socket.io-redis']) === null
  return sockets ? [...hints, hintAt(look, sticky, { ...inFile('package.json'), excerpt: 'socket.io' })] : hints
}
