import type { Command } from '../command'
import { demoCommand } from './demo'
import { importCommand } from './import'
import { inspectCommand } from './inspect'
import { replayCommand } from './replay'
import { selectCommand } from './select'

export const commands: readonly Command[] = [importCommand, selectCommand, replayCommand, inspectCommand, demoCommand]
