import { describe, expect, it } from 'vitest'
import { isGitPath, parseGitAddress } from './git-address.ts'

describe('addresses of git', () => {
  it('are the smart protocol and nothing else', () => {
    expect(parseGitAddress('GET', '/hello.git/info/refs?service=git-upload-pack')).toEqual({
      appName: 'hello', part: 'info/refs', service: 'git-upload-pack', query: 'service=git-upload-pack',
    })
    expect(parseGitAddress('POST', '/hello.git/git-receive-pack')).toMatchObject({ part: 'git-receive-pack', service: 'git-receive-pack' })
  })

  it.each([
    ['GET', '/hello.git/info/refs'], ['GET', '/hello.git/info/refs?service=git-shell'], ['GET', '/hello.git/info/refs?service=git-upload-pack&x=1'],
    ['POST', '/hello.git/info/refs?service=git-upload-pack'], ['GET', '/hello.git/git-receive-pack'], ['POST', '/hello.git/git-receive-pack?x'],
    ['GET', '/hello.git/HEAD'], ['POST', '/../x.git/git-upload-pack'], ['POST', '/a/b.git/git-upload-pack'], ['POST', '/%2e%2e.git/git-upload-pack'],
    ['POST', '/Hello.git/git-upload-pack'], ['POST', '/hello/git-upload-pack'], ['POST', '//hello.git/git-upload-pack'],
  ])('%s %s is not one', (method, url) => {
    expect(parseGitAddress(method, url)).toBeNull()
  })

  it('all of a repository belongs to git, refused or not', () => {
    expect(['/hello.git', '/hello.git/HEAD', '/hello.git/info/refs'].map(isGitPath)).toEqual([true, true, true])
    expect(['/', '/hello', '/apps/hello.git/x', '/hello.github'].map(isGitPath)).toEqual([false, false, false, false])
  })
})
