import { describe, expect, test } from 'vitest'
import { AppError } from '../../../core/domain/error'
import type { DeviceView, ModelSummary } from '../../../ipc/views'
import type { ApiClient } from '../../lib/api'
import { SessionSetup, simulatedPerson } from './sessionSetup.svelte'

const board: DeviceView = {
  boardId: -1,
  name: 'Synthetic board',
  inputs: 16,
  sampleRate: 250,
  inputNames: ['Fz', 'C3', 'Cz', 'C4'],
  fields: [],
  simulated: true,
}
const nameless: DeviceView = { ...board, boardId: 0, name: 'Cyton', inputs: 8, inputNames: [], fields: ['serial_port'] }
const saved = [
  { electrode: 'C3', input: 2 },
  { electrode: 'C4', input: 12 },
  { electrode: 'CP3', input: 0 },
]
const model = { id: 'm', subject: 'S001', electrodes: ['C3', 'C4', 'CP3'] } as unknown as ModelSummary

async function make(devices: () => Promise<DeviceView[]> = () => Promise.resolve([board, nameless])) {
  const setup = new SessionSetup({ session: { devices } } as unknown as ApiClient)
  await setup.load()
  return setup
}

describe('a session is set up', () => {
  test('without a library the simulator stays, and the reason is known', async () => {
    const setup = await make(() => Promise.reject(new AppError({ code: 'device/library-missing', message: 'x' })))
    expect([setup.source, setup.error?.code]).toEqual(['simulator', 'device/library-missing'])
    expect(setup.toRequest(model).source.kind).toBe('simulator')
  })

  test('inputs that the board names are wired first, the others by filling', async () => {
    const setup = await make()
    setup.source = '-1'
    setup.wire(model, null)
    expect(setup.wiring.map(({ input }) => input)).toEqual([1, 3, null])
    expect(setup.sound).toBe(false)
    setup.fill()
    expect(setup.wiring.map(({ input }) => input)).toEqual([1, 3, 0])
    expect(setup.sound).toBe(true)
  })

  test('what was wired by hand stays when the screen is opened again', async () => {
    const setup = await make()
    setup.source = '-1'
    setup.wire(model, null)
    setup.setWire('CP3', 9)
    setup.wire(model, null)
    expect(setup.wiring[2]).toEqual({ electrode: 'CP3', input: 9 })
  })

  test('a board without names takes the wiring of the cap, as far as it has inputs', async () => {
    const setup = await make()
    setup.source = '0'
    setup.wire(model, { capName: 'My cap', wiring: saved, saved: false })
    expect(setup.wiring.map(({ input }) => input)).toEqual([2, null, 0])
    expect(setup.wiredFrom).toBeNull()
  })

  test('a wiring that a person saved wins over the names of the board, and says whose it is', async () => {
    const setup = await make()
    setup.source = '-1'
    setup.startWiring(model)
    expect(setup.sound).toBe(false)
    setup.wire(model, { capName: 'My cap', wiring: saved, saved: true })
    expect(setup.wiring.map(({ input }) => input)).toEqual([2, 12, 0])
    expect(setup.wiredFrom).toBe('My cap')
    setup.setWire('C3', 5)
    setup.startWiring(model)
    expect(setup.wiring[0]).toEqual({ electrode: 'C3', input: 5 })
  })

  test('a file is played with the inputs of the board that it came from, which has to be said', async () => {
    const playback: DeviceView = { ...board, boardId: -3, name: 'Playback', fields: ['file', 'master_board'] }
    const setup = await make(() => Promise.resolve([board, playback, nameless]))
    setup.source = '-3'
    setup.parameters['file'] = 'session.csv'
    expect(setup.missingFields).toEqual(['master_board'])
    expect(setup.masters.map(({ boardId }) => boardId)).toEqual([-1, 0])
    setup.parameters['master_board'] = '0'
    expect([setup.device?.inputs, setup.device?.inputNames]).toEqual([8, []])
    expect(setup.toRequest(model).source).toMatchObject({ boardId: -3, parameters: { master_board: 0 } })
  })

  test('connection fields that are missing are named, and those that are there go along', async () => {
    const setup = await make()
    setup.source = '0'
    expect(setup.missingFields).toEqual(['serial_port'])
    setup.parameters['serial_port'] = ' /dev/ttyUSB0 '
    expect(setup.missingFields).toEqual([])
    expect(setup.toRequest(model).source).toMatchObject({ boardId: 0, parameters: { serial_port: '/dev/ttyUSB0' } })
  })
})

test('the simulator plays the person that the model was learned from, in a session that no recording is of', async () => {
  expect([simulatedPerson('SIM2'), simulatedPerson('S001')]).toEqual([2, 1])
  const setup = await make()
  const request = setup.toRequest({ ...model, subject: 'SIM2' })
  expect(request.source).toEqual({ kind: 'simulator', subject: 2, seed: 1001, trials: 40, speed: 1 })
})
