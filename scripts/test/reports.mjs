// Reads the test runners' own JSON reports into one form, so that the closing count is what really ran.

/** @typedef {{ passed: number, failures: string[], skips: string[] }} Tally */

/** @returns {Tally} */
export function readVitest(report) {
  const tally = { passed: 0, failures: [], skips: [] }
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') tally.passed += 1
      else if (test.status === 'failed') tally.failures.push(test.fullName)
      else tally.skips.push(test.fullName)
    }
    // A file that broke outside its tests: an import that fails, a hook that throws.
    const hasFailedTest = file.assertionResults.some((test) => test.status === 'failed')
    if (file.status === 'failed' && !hasFailedTest) tally.failures.push(`${file.name}: ${firstLine(file.message)}`)
  }
  return tally
}

/** @returns {Tally} */
export function readPlaywright(report) {
  const tally = { passed: 0, failures: [], skips: [] }
  for (const { title, test } of playwrightTests(report)) {
    if (test.status === 'skipped') tally.skips.push(title)
    else if (test.status === 'unexpected') tally.failures.push(title)
    else tally.passed += 1
  }
  for (const error of report.errors ?? []) tally.failures.push(firstLine(error.message))
  return tally
}

/** The names in a listing, for a stage that can not run at all. @returns {string[]} */
export function playwrightTitles(report) {
  return playwrightTests(report).map(({ title }) => title)
}

function playwrightTests({ suites = [] }, path = []) {
  return suites.flatMap((suite) => {
    const here = suite.title ? [...path, suite.title] : path
    const own = (suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => ({ title: [...here, spec.title].join(' › '), test })))
    return [...own, ...playwrightTests(suite, here)]
  })
}

/** @returns {string} the line everything ends with */
export function closingLine(tallies) {
  const sum = (count) => tallies.reduce((total, tally) => total + count(tally), 0)
  return `${sum((t) => t.passed)} passed, ${sum((t) => t.failures.length)} failed, ${sum((t) => t.skips.length)} skipped`
}

const firstLine = (text) => String(text ?? 'no reason given').trim().split('\n')[0]
