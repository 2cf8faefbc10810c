import { expect, test } from 'vitest'
import type { ModelSummary } from '../../../ipc/views'
import { ModelsState } from './models.svelte'

const model = (id: string, createdAtMs: number, control?: 'shuffled-labels') =>
  ({ id, createdAtMs, ...(control && { control }) }) as unknown as ModelSummary

async function make(...list: ModelSummary[]): Promise<ModelsState> {
  const models = new ModelsState({ models: { list: () => Promise.resolve(list) } })
  await models.load()
  return models
}

test('the newest decoder is taken by itself, a newer control only where somebody chooses it', async () => {
  const models = await make(model('old', 1), model('new', 2), model('control', 3, 'shuffled-labels'))
  expect(models.chosen?.id).toBe('new')
  models.choose('control')
  expect(models.chosen?.id).toBe('control')
})

test('where there are controls alone, none is taken', async () => {
  const models = await make(model('control', 1, 'shuffled-labels'))
  expect(models.all).toHaveLength(1)
  expect(models.chosen).toBeNull()
})
