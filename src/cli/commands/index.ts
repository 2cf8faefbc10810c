import type { Command } from '../command'
import { backendsCommand } from './backends'
import { demoCommand } from './demo'
import { exportCommand } from './export'
import { fetchCommand } from './fetch'
import { importCommand } from './import'
import { inspectCommand } from './inspect'
import { labelsCommand } from './labels'
import { replayCommand } from './replay'
import { selectCommand } from './select'

export const commands: readonly Command[] = [
  importCommand,
  fetchCommand,
  labelsCommand,
  selectCommand,
  replayCommand,
  exportCommand,
  inspectCommand,
  backendsCommand,
  demoCommand,
]
