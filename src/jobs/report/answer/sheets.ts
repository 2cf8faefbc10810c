import type { Cap, ElectrodeName } from '../../../core/domain/electrode'
import { writeJson, writeTable } from '../../../core/formats/bids/writeTable'
import { siteOf } from '../../../core/montage/sites'
import { wiringSheet } from '../../../core/montage/wiringSheet'

/** BIDS `electrodes.tsv`: places of the 10-05 system on a unit sphere, as `coordsystem.json` beside it says. */
export const electrodesTsv = (electrodes: readonly ElectrodeName[]): string =>
  writeTable(
    ['name', 'x', 'y', 'z', 'type', 'material'],
    electrodes.map((name) => {
      const [x, y, z] = siteOf(name) ?? []
      return [name, x, y, z, undefined, undefined]
    }),
  )

/** BIDS `coordsystem.json` of these places: a template, never measured. */
export const coordsystemJson = (): string =>
  writeJson({
    EEGCoordinateSystem: 'Other',
    EEGCoordinateUnits: 'n/a',
    EEGCoordinateSystemDescription:
      'Template positions, not measured on this head: sites of the 10-05 system (Oostenveld & Praamstra 2001, Clin. Neurophysiol. 112:713) on a sphere of radius 1 about its centre. x to the right ear, y to the nose, z up; Cz is 0, 0, 1. Multiply by the radius of the head.',
  })

/** Which input of the amplifier carries which site, a line each, then the cap's reference and ground. */
export function wiringTsv(electrodes: readonly ElectrodeName[], cap: Cap | null): string {
  const lines = wiringSheet(electrodes, cap).map(({ electrode, input, inputName, how }) => [
    input ?? undefined,
    inputName ?? undefined,
    electrode,
    how,
  ])
  const ends = [
    ['reference', cap?.reference],
    ['ground', cap?.ground],
  ].flatMap(([input, name]) => (name === undefined ? [] : [[input, name, undefined, 'cap']]))
  return writeTable(['input', 'input_name', 'site', 'how'], [...lines, ...ends])
}
