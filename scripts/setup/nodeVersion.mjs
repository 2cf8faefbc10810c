// Imported first by every script: an older Node would fail later, and less clearly.

/** Whether the tools that build the app run on this Node (vite 8: `^20.19.0 || >=22.12.0`). */
export function isNodeSupported(version) {
  const [major, minor] = version.split('.').map(Number)
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
}

if (!isNodeSupported(process.versions.node)) {
  const { node } = process.versions
  process.stderr.write(`✗ Sparsecap needs Node 20.19 or newer, or 22.12 or newer; this is Node ${node}.\n`)
  process.stderr.write('  Install a current version from https://nodejs.org and run this again.\n')
  process.exit(1)
}
