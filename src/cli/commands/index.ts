import type { Command } from '../command'
import { backendsCommand } from './backends'
import { channelsCommand } from './channels'
import { compareCommand } from './compare'
import { demoCommand } from './demo'
import { exportCommand } from './export'
import { exportBidsCommand } from './exportBids'
import { exportEpochsCommand } from './exportEpochs'
import { fetchCommand } from './fetch'
import { importCommand } from './import'
import { inspectCommand } from './inspect'
import { labelsCommand } from './labels'
import { markCommand } from './mark'
import { qualityCommand } from './quality'
import { replayCommand } from './replay'
import { reportCommand } from './report'
import { rerunCommand } from './curve'
import { selectCommand } from './select'
import { tagCommand } from './tag'

export const commands: readonly Command[] = [
  importCommand,
  fetchCommand,
  tagCommand,
  channelsCommand,
  qualityCommand,
  markCommand,
  labelsCommand,
  selectCommand,
  compareCommand,
  reportCommand,
  rerunCommand,
  replayCommand,
  exportCommand,
  exportBidsCommand,
  exportEpochsCommand,
  inspectCommand,
  backendsCommand,
  demoCommand,
]
