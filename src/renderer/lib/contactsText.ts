import type { ElectrodeName } from '../../core/domain/electrode'
import { contactsToCheck } from '../../core/montage/contacts'
import { listText } from './listText'
import { m } from './paraglide/messages.js'

/** Whose contact to check, as part of a sentence; without a name where the electrodes are not known any more. */
export function contactsText(electrodes: readonly ElectrodeName[]): string {
  const contacts = contactsToCheck(electrodes)
  return contacts.length > 0 ? listText(contacts) : m.session_all_electrodes()
}
