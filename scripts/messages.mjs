#!/usr/bin/env node
// Compiles the message catalogue into src/renderer/lib/paraglide, where the type checker looks for it. The build does
// the same by itself; this is for checks without a build.
import './setup/nodeVersion.mjs'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { digest, readJson, writeJson } from './setup/files.mjs'
import { isMain } from './setup/isMain.mjs'
import { cache, root } from './setup/paths.mjs'
import { runScript, step } from './setup/say.mjs'
import { setUp } from './setup.mjs'

const folder = join(root, 'src', 'renderer', 'messages')
const outdir = join(root, 'src', 'renderer', 'lib', 'paraglide')
const stampFile = join(cache, 'messages.json')

function fingerprint() {
  const files = existsSync(folder) ? readdirSync(folder).sort() : []
  const texts = files.map((file) => `${file}\n${readFileSync(join(folder, file), 'utf8')}`)
  return digest([readFileSync(join(root, 'project.inlang', 'settings.json'), 'utf8'), ...texts].join('\n'))
}

/** Compiles the messages when they have changed. */
export async function compileMessages() {
  const sources = fingerprint()
  if (existsSync(join(outdir, 'messages.js')) && readJson(stampFile)?.sources === sources) return
  await step('Messages', async () => {
    const { compile } = await import('@inlang/paraglide-js')
    const strategy = ['globalVariable', 'baseLocale']
    const log = console.log
    console.log = () => {}
    try {
      await compile({ project: join(root, 'project.inlang'), outdir, strategy })
    } finally {
      console.log = log
    }
    writeJson(stampFile, { sources })
  })
}

if (isMain(import.meta.url)) {
  await runScript(async () => {
    await setUp({ needs: ['packages'] })
    await compileMessages()
  })
}
