import { AppError } from '../core/domain/error'
import type { Catalogue } from './catalogue'

/** "SPRS" in ASCII: tells a study's catalogue from any other SQLite file. */
export const applicationId = 0x53505253

/** Step k brings a catalogue from version k to k + 1. Never edit one that was released; add one. */
const migrations: readonly string[] = [
  `
  CREATE TABLE recordings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    stored_name TEXT NOT NULL,
    format TEXT NOT NULL,
    subject TEXT NOT NULL,
    run TEXT NOT NULL,
    sample_rate REAL NOT NULL,
    sample_count INTEGER NOT NULL,
    electrodes TEXT NOT NULL,
    channel_labels TEXT NOT NULL,
    marker_counts TEXT NOT NULL,
    problems TEXT NOT NULL,
    imported_at_ms INTEGER NOT NULL,
    origin TEXT NOT NULL,
    byte_length INTEGER NOT NULL
  );
  CREATE TABLE event_maps (
    recording_id INTEGER PRIMARY KEY REFERENCES recordings(id) ON DELETE CASCADE,
    map TEXT NOT NULL
  );
  CREATE TABLE bad_channels (
    recording_id INTEGER PRIMARY KEY REFERENCES recordings(id) ON DELETE CASCADE,
    electrodes TEXT NOT NULL
  );
  CREATE TABLE caps (id TEXT PRIMARY KEY, cap TEXT NOT NULL);
  CREATE TABLE models (
    id TEXT PRIMARY KEY,
    created_at_ms INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    header TEXT NOT NULL
  );
  CREATE TABLE selections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at_ms INTEGER NOT NULL,
    model_id TEXT NOT NULL REFERENCES models(id) ON DELETE CASCADE,
    request TEXT NOT NULL,
    result TEXT NOT NULL
  );
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    started_at_ms INTEGER NOT NULL,
    summary TEXT NOT NULL
  );
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    before TEXT,
    after TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE TRIGGER audit_keeps_entries BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
  CREATE TRIGGER audit_keeps_words BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
  `,
  // Recordings of several files, and of one of several streams; `stamps`: size and time of each file when it was last held
  // against its hash.
  `
  ALTER TABLE recordings ADD COLUMN companions TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE recordings ADD COLUMN streams TEXT;
  ALTER TABLE recordings ADD COLUMN stamps TEXT NOT NULL DEFAULT '[]';
  `,
  // What persons keep with a recording: its session, tags, a note, and what its channels are.
  `
  ALTER TABLE recordings ADD COLUMN session TEXT;
  CREATE TABLE recording_notes (
    recording_id INTEGER PRIMARY KEY REFERENCES recordings(id) ON DELETE CASCADE,
    tags TEXT NOT NULL,
    note TEXT NOT NULL
  );
  CREATE TABLE channel_edits (
    recording_id INTEGER PRIMARY KEY REFERENCES recordings(id) ON DELETE CASCADE,
    edits TEXT NOT NULL
  );
  `,
  // Stretches that a person called bad.
  `
  CREATE TABLE bad_spans (
    recording_id INTEGER PRIMARY KEY REFERENCES recordings(id) ON DELETE CASCADE,
    spans TEXT NOT NULL
  );
  `,
  // What was measured of the signals, and of which electrodes a person does not want to hear.
  `
  CREATE TABLE qualities (
    recording_id INTEGER PRIMARY KEY REFERENCES recordings(id) ON DELETE CASCADE,
    measures TEXT NOT NULL
  );
  CREATE TABLE quality_ignored (
    recording_id INTEGER PRIMARY KEY REFERENCES recordings(id) ON DELETE CASCADE,
    electrodes TEXT NOT NULL
  );
  `,
]

export const schemaVersion = migrations.length

/** Brings the catalogue to this program's version. Throws `study/newer`, `study/not-a-study`. */
export function migrate(catalogue: Catalogue): void {
  const version = catalogue.pragma('user_version')
  if (version > schemaVersion) throw tooNew(catalogue.path, version)
  if (version > 0 && catalogue.pragma('application_id') !== applicationId) throw notOurs(catalogue.path)
  if (version === schemaVersion) return
  catalogue.transaction(() => {
    // Asked again inside: another process may have been quicker.
    for (let step = catalogue.pragma('user_version'); step < schemaVersion; step++) catalogue.exec(migrations[step]!)
    catalogue.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}`)
  })
}

const tooNew = (path: string, version: number): AppError =>
  new AppError({
    code: 'study/newer',
    message: `The study was saved by a newer Sparsecap: its catalogue has version ${version}, this program knows up to ${schemaVersion}`,
    hint: 'Install the newest Sparsecap and open the study with it. Nothing was changed.',
    values: { path, version, known: schemaVersion },
  })

const notOurs = (path: string): AppError =>
  new AppError({
    code: 'study/not-a-study',
    message: `${path} is an SQLite file of another program`,
    hint: 'Choose the folder of a Sparsecap study, or make a new study in an empty folder.',
    values: { path },
  })
