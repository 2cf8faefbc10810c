import type { SessionRequest } from '../../core/domain/session'
import { m } from './paraglide/messages.js'

/** What a stream comes from, in the person's language; a device or a file is called what it calls itself. */
export const sourceText = ({ source }: SessionRequest, label: string): string =>
  source.kind === 'simulator' ? m.device_simulator({ subject: label.split(', ').at(-1) ?? '' }) : label
