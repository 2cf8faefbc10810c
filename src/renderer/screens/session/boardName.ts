import type { DeviceView } from '../../../ipc/views'
import { m } from '../../lib/paraglide/messages.js'

/** BrainFlow's two boards without hardware; the others have their makers' names. */
const names: Readonly<Record<number, (() => string) | undefined>> = {
  [-1]: m.session_board_synthetic,
  [-3]: m.session_board_playback,
}

export const boardName = ({ boardId, name }: DeviceView): string => names[boardId]?.() ?? name
