import type { Fix } from '../fix.ts'

export const codebase: Fix = {
  factor: 1,
  name: 'Codebase',
  words: 'Keep one app in one repository, and deploy the same commit to every environment. What differs between environments goes into config vars, never into a branch. Code that two apps share becomes a package that both declare.',
  examples: {
    node: [
      'git remote add staging <staging app\'s Git address>',
      'git push staging main',
      '# then promote what was tested: the same commit runs in production',
    ],
    python: [
      'git push staging main',
      '# one repository for one app: the other one moves out',
      'git subtree split --prefix=admin -b admin-only',
    ],
    ruby: [
      'git push staging main',
      '# shared code becomes a gem',
      'gem "shop-core", git: "https://git.example.com/shop-core.git", tag: "v1.2.0"',
    ],
    java: [
      '<!-- shared code becomes an artifact that both apps name -->',
      '<dependency>',
      '  <groupId>com.example</groupId><artifactId>shop-core</artifactId><version>1.2.0</version>',
      '</dependency>',
    ],
    go: [
      '// shared code becomes a module that both apps require',
      'require example.com/shop/core v1.2.0',
    ],
    php: ['"require": { "example/shop-core": "^1.2" }'],
    scala: ['libraryDependencies += "com.example" %% "shop-core" % "1.2.0"'],
  },
}
