import { AppError } from '../../core/domain/error'

/** All keys that BrainFlow insists on (a missing one is code 17), with the value that means "not used". */
const unused = {
  serial_port: '',
  mac_address: '',
  ip_address: '',
  ip_address_aux: '',
  ip_address_anc: '',
  ip_port: 0,
  ip_port_aux: 0,
  ip_port_anc: 0,
  ip_protocol: 0,
  other_info: '',
  timeout: 0,
  serial_number: '',
  file: '',
  file_aux: '',
  file_anc: '',
  master_board: -100,
}
export type BoardParameters = Readonly<Record<string, string | number>>

/** BrainFlow's parameter string. It is also the key of the session: every call must send the same one. Throws `input/invalid`. */
export function toParameterString(parameters: BoardParameters): string {
  const result: Record<string, string | number> = { ...unused }
  for (const [key, value] of Object.entries(parameters)) {
    if (!(key in unused)) throw invalid(key, 'one of ' + Object.keys(unused).join(', '), key)
    result[key] = typeof unused[key as keyof typeof unused] === 'number' ? toInteger(key, value) : String(value).trim()
  }
  return JSON.stringify(result)
}

function toInteger(key: string, value: string | number): number {
  const number = Number(value)
  if (!Number.isInteger(number) || value === '') throw invalid(key, 'a whole number', String(value))
  return number
}

const invalid = (place: string, expected: string, received: string): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `Connection setting ${place}: expected ${expected}, got ${received}`,
    values: { place, expected, received },
  })
