/** Letters of a label in the header. */
const width = 16

/** Labels as a header can hold them: ASCII, sixteen letters, none twice. */
export function uniqueLabels(labels: readonly string[]): string[] {
  const taken = new Set<string>()
  return labels.map((label) => {
    const plain = label
      .replace(/[^\x20-\x7e]/g, '_')
      .trim()
      .slice(0, width)
      .trim()
    let unique = plain || 'channel'
    for (let n = 2; taken.has(unique.toLowerCase()); n++)
      unique = `${plain.slice(0, width - 1 - String(n).length)}-${n}`
    taken.add(unique.toLowerCase())
    return unique
  })
}
