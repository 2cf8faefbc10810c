import { m } from './paraglide/messages.js'

/** As the simulator names itself in a session's file. */
const simulator = /^Simulator, (.+)$/

/** What a stream comes from, in the person's language; a device or a file is called what it calls itself. */
export function sourceText(label: string): string {
  const subject = simulator.exec(label)?.[1]
  return subject === undefined ? label : m.device_simulator({ subject })
}
