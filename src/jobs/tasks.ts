import { countClasses } from '../core/domain/eventCounts'
import { taskGroups, type TaskGroup } from '../core/domain/taskGroups'
import type { Study } from '../store/study'

/** The tasks of a subject's recordings as they are labelled, the one to ask about by default first. */
export const tasksOf = (study: Study, subject: string): TaskGroup[] =>
  taskGroups(
    study.recordings
      .list()
      .filter((recording) => recording.subject === subject)
      .map(({ id, task = null, markerCounts }) => ({
        ...{ id, task },
        counts: countClasses(markerCounts, study.eventMaps.get(id)),
      })),
  )
