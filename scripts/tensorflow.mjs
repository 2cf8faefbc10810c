#!/usr/bin/env node
// npm run tensorflow [-- --cuda | --cpu | --repair | --remove]: puts TensorFlow for Node in place on this machine, or removes it.
import './setup/nodeVersion.mjs'
import { runScript } from './setup/say.mjs'
import { runCommand } from './sparsecap.mjs'

const words = process.argv.slice(2)
const verb = words.includes('--remove') ? 'remove' : 'install'

await runScript(() => runCommand(['backends', verb, 'tensorflow-gpu', ...words.filter((word) => word !== '--remove')]))
