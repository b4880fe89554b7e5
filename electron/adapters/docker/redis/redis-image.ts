// The image that Redis servers run from: the official one of Redis or Valkey, or another of that name that somebody made, as far as this engine
// has it. Nothing is fetched without being asked for.

import type Docker from 'dockerode'
import type { RedisBoxImage } from '../../parts/redis-boxes.ts'

const wanted = /^(?:docker\.io\/(?:library\/)?)?(?:redis|valkey\/valkey|valkey):/
const usual = 'redis:7'

export async function findRedisImage(docker: Docker, named: string | undefined): Promise<RedisBoxImage> {
  const names = (await docker.listImages()).flatMap(({ Id, RepoTags }) => (RepoTags ?? []).map((name) => ({ id: Id, name })))
  const found = names.find(({ name }) => (named === undefined ? wanted.test(name) : name === named))
  if (found === undefined) return { kind: 'trouble', happened: `Docker has no image of Redis or Valkey.`, fix: `docker pull ${usual}` }
  const { Config: config } = await docker.getImage(found.id).inspect()
  const told = /^(REDIS|VALKEY)_VERSION=(\d[\w.-]*)$/m.exec((config.Env ?? []).join('\n'))
  const program = told?.[1] === 'VALKEY' || found.name.includes('valkey') ? 'Valkey' : 'Redis'
  return { kind: 'ready', image: found.id, version: `${program}${told === null ? '' : ` ${told[2]}`} in Docker (${found.name})` }
}
