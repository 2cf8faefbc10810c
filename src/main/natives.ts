import { existsSync } from 'node:fs'
import { join } from 'node:path'

const libraryNames: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'libBoardController.so',
  darwin: 'libBoardController.dylib',
  win32: 'BoardController.dll',
}

/** Where BrainFlow's library lies: the person's folder first, then what set-up put in place, then beside a packaged app. */
export function findNatives(chosen: string | null, resourcesPath: string): string | null {
  const name = libraryNames[process.platform]
  if (!name) return null
  const folders = [chosen, process.env.SPARSECAP_NATIVES, join(resourcesPath, 'natives')]
  return folders.find((folder): folder is string => !!folder && existsSync(join(folder, name))) ?? null
}

export const nativesMissing = (chosen: string | null) =>
  ({
    code: 'device/library-missing',
    message: `BrainFlow's library was not found${chosen ? ` in ${chosen}` : ''}. Headsets cannot be used; the simulator can.`,
    hint: 'Run "npm run setup", or choose a folder that holds BrainFlow in Settings.',
    values: { path: chosen ?? '' },
  }) as const
