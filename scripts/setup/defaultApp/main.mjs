// What Electron runs when it is started with an app's path: the stand-in for the default app in the test runtime.
// The top-level await holds back `ready` until the app's entry has been evaluated, as in the official one.
import { app } from 'electron'
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

function parse(argv) {
  const preloads = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]
    if (word === '-r' || word === '--require') preloads.push(argv[++at])
    else if (word === '-v' || word === '--version') return { preloads, wantsVersion: true }
    else if (!word.startsWith('-')) return { preloads, path: resolve(word) }
  }
  return { preloads }
}

function readManifest(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const name = manifest.productName ?? manifest.name
  if (manifest.version) app.setVersion(manifest.version)
  if (name) {
    app.setName(name)
    app.setPath('userData', join(app.getPath('appData'), name))
  }
  return resolve(folder, manifest.main ?? 'index.js')
}

async function run(path) {
  const isFolder = statSync(path).isDirectory()
  app.setAppPath(isFolder ? path : dirname(path))
  const entry = isFolder ? readManifest(path) : path
  Object.defineProperty(process, 'defaultApp', { value: true, configurable: true, enumerable: true })
  await import(pathToFileURL(entry).href)
}

const { preloads, path, wantsVersion } = parse(process.argv.slice(1))
const require = createRequire(import.meta.url)
for (const file of preloads) require(resolve(file))

if (wantsVersion) {
  process.stdout.write(`v${process.versions.electron}\n`)
  app.exit(0)
} else if (path === undefined) {
  process.stderr.write('Usage: electron FOLDER\n')
  app.exit(1)
} else {
  try {
    await run(path)
  } catch (error) {
    process.stderr.write(`The app could not be loaded.\n${error.stack ?? error}\n`)
    app.exit(1)
  }
}
