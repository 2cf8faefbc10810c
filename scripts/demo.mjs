#!/usr/bin/env node
// npm run demo [-- --data DIR] [--json FILE]: the main job without a window.
import './setup/nodeVersion.mjs'
import { runScript } from './setup/say.mjs'
import { runCommand } from './sparsecap.mjs'

await runScript(() => runCommand(['demo', ...process.argv.slice(2)]))
