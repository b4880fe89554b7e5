// The buildpacks that are built in, by the names that Heroku's have.

const languages = ['ruby', 'nodejs', 'python', 'java', 'gradle', 'go', 'php', 'scala', 'static']
export const builtInBuildpacks: readonly string[] = languages.map((language) => `heroku/${language}`)
