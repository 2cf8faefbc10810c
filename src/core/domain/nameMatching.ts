/** Case and leading zeros do not tell names of subjects and runs apart: `r6` is `R06`. */
const bare = (name: string): string => name.toLowerCase().replace(/(\D|^)0+(?=\d)/g, '$1')
const numberAtEnd = (name: string): string | undefined => /\d+$/.exec(bare(name))?.[0]

/** The names that a word may mean: the very name, else those that differ in case and zeros, else for a bare number those that
 *  end in it (`6`: `R06`). Several where it is not clear. */
export function namesMeant(word: string, names: readonly string[]): string[] {
  const distinct = [...new Set(names)]
  if (distinct.includes(word)) return [word]
  const alike = distinct.filter((name) => bare(name) === bare(word))
  if (alike.length > 0 || !/^\d+$/.test(word)) return alike
  return distinct.filter((name) => numberAtEnd(name) === bare(word))
}

const mostSimilar = 3

/** Up to three names that are spelled most like a word that is none of them, the most similar first. */
export function similarNames(word: string, names: readonly string[]): string[] {
  const farthest = Math.max(1, Math.ceil(word.length / 2))
  return names
    .map((name) => ({ name, away: changesBetween(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ away }) => away <= farthest)
    .sort((a, b) => a.away - b.away)
    .slice(0, mostSimilar)
    .map(({ name }) => name)
}

/** Letters to put in, take out or exchange to make one word of another (V. Levenshtein, Soviet Physics Doklady 10 (1966) 707). */
function changesBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (let j = 0; j < to.length; j++) {
      const exchanged = row[j]! + (letter === to[j] ? 0 : 1)
      next.push(Math.min(exchanged, row[j + 1]! + 1, next[j]! + 1))
    }
    row = next
  }
  return row[to.length]!
}
