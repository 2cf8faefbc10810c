/** What the parts of a test run come to: counts, and each failure with its name and what was seen. */
export function createTally() {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const failures = []
  const skips = new Map()
  return {
    pass: (count = 1) => void (counts.passed += count),
    /** @param {string} name the file whose test was skipped */
    skip(name) {
      counts.skipped++
      skips.set(name, (skips.get(name) ?? 0) + 1)
    },
    fail(name, text) {
      counts.failed++
      failures.push({ name, text })
    },
    counts: () => ({ ...counts }),
    failures: () => [...failures],
    skips: () => [...skips],
    /** `12 passed, 0 failed`, with the skipped ones where there are any. */
    line() {
      const { passed, failed, skipped } = counts
      return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
    },
    /** Nothing run is no success. */
    isGood: () => counts.failed === 0 && counts.passed > 0,
  }
}

const LINES_SHOWN = 40

/** The end of a long text, indented. */
export function excerpt(text, lines = LINES_SHOWN) {
  const all = text.trimEnd().split('\n')
  const shown = all.length > lines ? ['…', ...all.slice(-lines)] : all
  return shown.map((line) => `    ${line}`).join('\n')
}

/** Where tests were skipped and what they lack: a run that tested little must not look like one that tested all. */
export function toSkipReport(skips) {
  if (skips.length === 0) return ''
  const lines = skips.map(([name, count]) => `    ${name}: ${count}\n`)
  return `\n○ Skipped, for want of recordings (SPARSECAP_DATA), BrainFlow's library (npm run setup), Python's packages (npm run setup -- --only python), or root's mount:\n${lines.join('')}`
}

/** All failures as text for a person. */
export function toReport(failures) {
  return failures.map(({ name, text }) => `\n✗ ${name}\n${excerpt(text)}\n`).join('')
}
