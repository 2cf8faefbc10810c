import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { Wheel } from '../../src/jobs/learning/tensorflow/pins'
import { fakeElf } from './fakeLibrary'

const write = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** A package of the same build as @tensorflow/tfjs-node-gpu, small: its installer calls `node-pre-gyp` by name. */
export function writeFakePackage(root: string): string {
  const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu')
  const base64 = (sections: string[]): string => Buffer.from(fakeElf(sections)).toString('base64')
  const libraries = { cpu: base64(['.text']), gpu: base64(['.text', '.nv_fatbin']) }
  const installer = `
    const libraries = ${JSON.stringify(libraries)}
    const { execSync } = require('node:child_process'), fs = require('node:fs'), path = require('node:path')
    const home = path.join(__dirname, '..')
    if (process.env.FAIL) { console.error('cannot link'); process.exit(3) }
    fs.mkdirSync(path.join(home, 'deps/lib'), { recursive: true })
    const kind = process.env.MIRROR_KIND ?? process.argv[2]
    fs.writeFileSync(path.join(home, 'deps/lib/libtensorflow.so.2'), Buffer.from(libraries[kind], 'base64'))
    execSync('node-pre-gyp install', { cwd: home })`
  const preGyp = `
    const fs = require('node:fs')
    fs.mkdirSync('lib/napi-v8', { recursive: true })
    fs.writeFileSync('lib/napi-v8/tfjs_binding.node', process.argv.slice(2).join(' '))`
  write(folder, {
    'package.json': JSON.stringify({
      name: '@tensorflow/tfjs-node-gpu',
      version: '4.22.0',
      main: 'dist/index.js',
      dependencies: { '@tensorflow/tfjs': '4.22.0', '@mapbox/node-pre-gyp': '1.0.9' },
    }),
    'dist/index.js': "module.exports = require('@tensorflow/tfjs')",
    'dist/index.d.ts': '',
    'dist/index_test.js': '',
    'binding/tfjs_backend.cc': '',
    'binding/tfjs_binding.cc': '',
    'scripts/install.js': installer,
    'lib/napi-v8/tfjs_binding.node': 'left from elsewhere',
  })
  write(join(root, 'node_modules'), {
    '@tensorflow/tfjs/package.json': JSON.stringify({
      name: '@tensorflow/tfjs',
      version: '4.22.0',
      main: 'dist/tf.node.js',
      dependencies: { long: '4.0.0', 'core-js': '3.0.0' },
    }),
    '@tensorflow/tfjs/dist/tf.node.js': "exports.long = require('long')",
    '@tensorflow/tfjs/dist/tf.js': 'for browsers',
    'long/package.json': JSON.stringify({ name: 'long', version: '4.0.0', main: 'src/long.js' }),
    'long/src/long.js': 'module.exports = 64',
    '@mapbox/node-pre-gyp/package.json': JSON.stringify({ name: '@mapbox/node-pre-gyp', version: '1.0.9' }),
    '@mapbox/node-pre-gyp/bin/node-pre-gyp': preGyp,
  })
  return folder
}

/** A wheel with what is taken from the real one and what is not. */
export function createFakeWheel({ forCard = false, libraryBytes = 400_000 } = {}): { wheel: Wheel; bytes: Uint8Array } {
  const library = Uint8Array.from({ length: libraryBytes }, (_, i) => (i * 2654435761) >>> 24)
  const bytes = zipSync({
    'tensorflow/libtensorflow_cc.so.2': library,
    'tensorflow/libtensorflow_framework.so.2': [
      forCard ? fakeElf(['.text', '.nv_fatbin']) : strToU8('framework'),
      { level: 0 },
    ],
    'tensorflow/include/tensorflow/c/c_api.h': strToU8('// header'),
    'tensorflow/python/keras.py': strToU8('import this'),
    'tensorflow_cpu-2.15.1.dist-info/LICENSE': strToU8('Apache'),
  })
  const project = forCard ? 'tensorflow' : 'tensorflow-cpu'
  const file = `${project.replace('-', '_')}-2.15.1-cp311-cp311-manylinux_2_17_x86_64.whl`
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, wheel: { project, file, sha256, bytes: bytes.length } }
}

/** A compiler that writes what it was asked for, after `seconds`. */
export function writeFakeCompiler(path: string, seconds = 0): void {
  const wait = seconds > 0 ? `exec sleep ${seconds}\n` : ''
  writeFileSync(path, `#!/bin/sh\n${wait}while [ "$1" != -o ]; do shift; done\necho compiled > "$2"\n`, { mode: 0o755 })
}
