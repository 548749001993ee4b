import { CueforgeError } from '../model/index.ts';
import { inTransaction, type LibraryReader, type LibraryWriter } from './connection.ts';

/**
 * The schema's history: the n-th text brings a library of version n − 1 to version n. A text that was released is
 * never changed; what is to be different is the next one, with a test from the version before it.
 */
export const MIGRATIONS: readonly string[] = [
  // 1: sounds. `number` is only ever used in here; `id` names the bytes.
  `
  CREATE TABLE assets (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 32),
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    modified_at REAL NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1)),
    added_at INTEGER NOT NULL,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    album TEXT NOT NULL,
    kind TEXT NOT NULL,
    tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    notes TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    licence TEXT NOT NULL DEFAULT '',
    format TEXT NOT NULL,
    seconds REAL NOT NULL,
    sample_rate REAL,
    channels INTEGER,
    bitrate_kbps REAL,
    has_cover INTEGER NOT NULL DEFAULT 0 CHECK (has_cover IN (0, 1)),
    analysis TEXT NOT NULL DEFAULT 'waiting' CHECK (analysis IN ('waiting', 'done', 'failed')),
    problem TEXT,
    lufs REAL,
    lra REAL,
    dbtp REAL,
    max_momentary REAL,
    max_short_term REAL,
    sample_peak REAL,
    clipped INTEGER NOT NULL DEFAULT 0,
    clips TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(clips)),
    silences TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(silences)),
    warnings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(warnings)),
    first_beat REAL,
    measured_bpm REAL,
    -- A person's word goes before the measurement, also when it is that there is no tempo.
    set_bpm REAL,
    bpm_is_set INTEGER NOT NULL DEFAULT 0 CHECK (bpm_is_set IN (0, 1)),
    bpm REAL AS (CASE bpm_is_set WHEN 1 THEN set_bpm ELSE measured_bpm END) VIRTUAL
  ) STRICT;
  CREATE INDEX assets_by_path ON assets (path);
  `,
  // 2: search. Keys, words and tags follow the columns they come from by triggers, in the same transaction.
  `
  ALTER TABLE assets ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
  ALTER TABLE assets ADD COLUMN artist_key TEXT NOT NULL DEFAULT '';
  CREATE TABLE asset_tags (
    tag TEXT NOT NULL,
    asset INTEGER NOT NULL REFERENCES assets (number) ON DELETE CASCADE,
    PRIMARY KEY (tag, asset)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX asset_tags_by_asset ON asset_tags (asset);
  -- Words arrive folded and parted by spaces, so the plainest tokenizer does.
  CREATE VIRTUAL TABLE asset_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2', detail = none
  );

  CREATE TRIGGER asset_added AFTER INSERT ON assets BEGIN
    UPDATE assets SET title_key = sort_key(new.title), artist_key = sort_key(new.artist) WHERE number = new.number;
    INSERT INTO asset_tags (tag, asset) SELECT DISTINCT value, new.number FROM json_each(new.tags);
    INSERT INTO asset_words (rowid, words) VALUES (new.number,
      searched_words(new.title, new.artist, new.album, new.tags, new.notes, new.path));
  END;
  CREATE TRIGGER asset_renamed AFTER UPDATE OF title, artist ON assets BEGIN
    UPDATE assets SET title_key = sort_key(new.title), artist_key = sort_key(new.artist) WHERE number = new.number;
  END;
  CREATE TRIGGER asset_tagged AFTER UPDATE OF tags ON assets BEGIN
    DELETE FROM asset_tags WHERE asset = new.number;
    INSERT INTO asset_tags (tag, asset) SELECT DISTINCT value, new.number FROM json_each(new.tags);
  END;
  CREATE TRIGGER asset_reworded AFTER UPDATE OF title, artist, album, tags, notes, path ON assets BEGIN
    DELETE FROM asset_words WHERE rowid = new.number;
    INSERT INTO asset_words (rowid, words) VALUES (new.number,
      searched_words(new.title, new.artist, new.album, new.tags, new.notes, new.path));
  END;
  CREATE TRIGGER asset_deleted AFTER DELETE ON assets BEGIN
    DELETE FROM asset_words WHERE rowid = old.number;
  END;
  UPDATE assets SET title = title, artist = artist, tags = tags;
  `,
  // 3: undo. An edit and its row here are one transaction. A removed sound keeps its row, marked with its removal.
  `
  CREATE TABLE history (
    number INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    forward TEXT NOT NULL CHECK (json_valid(forward)),
    inverse TEXT NOT NULL CHECK (json_valid(inverse)),
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
  ) STRICT;
  ALTER TABLE assets ADD COLUMN removed_by INTEGER;
  CREATE INDEX assets_removed ON assets (removed_by) WHERE removed_by IS NOT NULL;
  `,
  // 4: workout files that were opened, and what each variant's last export gave.
  `
  CREATE TABLE workouts (path TEXT NOT NULL PRIMARY KEY, opened_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE exports (
    workout_path TEXT NOT NULL,
    variant TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    files TEXT NOT NULL CHECK (json_valid(files)),
    at INTEGER NOT NULL,
    PRIMARY KEY (workout_path, variant)
  ) STRICT, WITHOUT ROWID;
  `,
  // 5: workouts as they are edited, and everything that was done to them. A document is ahead of its file while
  // `saved_revision` is behind `revision`.
  `
  CREATE TABLE documents (
    path TEXT NOT NULL PRIMARY KEY,
    document TEXT NOT NULL CHECK (json_valid(document)),
    revision INTEGER NOT NULL,
    original TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    writing_hash TEXT,
    saved_revision INTEGER NOT NULL,
    saved_at INTEGER,
    imported_from TEXT,
    imported_hash TEXT
  ) STRICT;
  CREATE INDEX documents_imported ON documents (imported_from) WHERE imported_from IS NOT NULL;
  CREATE TABLE document_edits (
    path TEXT NOT NULL REFERENCES documents (path) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    merge_key TEXT,
    forward TEXT NOT NULL CHECK (json_valid(forward)),
    inverse TEXT NOT NULL CHECK (json_valid(inverse)),
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
    at INTEGER NOT NULL,
    PRIMARY KEY (path, number)
  ) STRICT;
  `,
  // 6: cuelist files that were opened; they are edited as workouts are.
  `
  CREATE TABLE cuelists (path TEXT NOT NULL PRIMARY KEY, opened_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  ALTER TABLE documents ADD COLUMN kind TEXT NOT NULL DEFAULT 'workout' CHECK (kind IN ('workout', 'cuelist'));
  `,
  // 7: the queue of exports, every file that was made with what it was made from, and which bytes files had when they were
  // last read. A row of the queue is one file to be made; `place` orders rows of one priority.
  `
  CREATE TABLE export_jobs (
    id TEXT NOT NULL PRIMARY KEY,
    workout TEXT NOT NULL,
    variant TEXT NOT NULL,
    format TEXT NOT NULL,
    preset TEXT NOT NULL,
    folder TEXT NOT NULL,
    file TEXT NOT NULL,
    recipe TEXT NOT NULL CHECK (json_valid(recipe)),
    batch TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued'
      CHECK (state IN ('queued', 'running', 'paused', 'done', 'failed', 'cancelled')),
    priority INTEGER NOT NULL,
    place INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL DEFAULT 0,
    fraction REAL NOT NULL DEFAULT 0,
    rate REAL,
    remaining_seconds REAL,
    failure TEXT CHECK (failure IS NULL OR json_valid(failure)),
    made TEXT,
    worker TEXT,
    lease_until INTEGER,
    added_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    CHECK ((state = 'running') = (worker IS NOT NULL)),
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL))
  ) STRICT;
  CREATE INDEX export_jobs_by_turn ON export_jobs (state, priority DESC, place);
  CREATE TABLE made_files (
    number INTEGER PRIMARY KEY,
    workout TEXT NOT NULL,
    variant TEXT NOT NULL,
    format TEXT NOT NULL,
    preset TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    signature TEXT NOT NULL,
    seconds REAL NOT NULL,
    measured TEXT NOT NULL CHECK (json_valid(measured)),
    checks TEXT NOT NULL CHECK (json_valid(checks)),
    recipe TEXT NOT NULL CHECK (json_valid(recipe)),
    engine TEXT NOT NULL,
    parts TEXT NOT NULL CHECK (json_valid(parts)),
    made_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX made_files_by_cell ON made_files (workout, preset, variant, format, number);
  CREATE INDEX made_files_by_path ON made_files (path);
  CREATE TABLE file_contents (
    path TEXT NOT NULL PRIMARY KEY,
    signature TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

/** The version this program reads and writes. */
export const NEWEST = MIGRATIONS.length;

/** Version of an open library; 0: nothing was made in it yet. */
export const versionOf = (db: LibraryReader): number => db.pragma('user_version', { simple: true }) as number;

/** Brings a library to `version`, each step one transaction. A library of a newer program is refused. */
export const migrate = (db: LibraryWriter, version: number = NEWEST): void => {
  const from = versionOf(db);
  if (from > NEWEST)
    throw new CueforgeError(
      'library-unreadable',
      `The library was made by a newer Cueforge (version ${from}, this one reads up to ${NEWEST})`,
    );
  for (let next = from + 1; next <= version; next++)
    inTransaction(db, () => {
      db.exec(MIGRATIONS[next - 1]);
      db.pragma(`user_version = ${next}`);
    });
};
