import { inTransaction, type LibraryReader, type LibraryWriter, statement } from './connection.ts';
import type { ExportJobRow, NewExportJob, RunningExport } from './export-shapes.ts';

const COLUMNS = `id, workout, variant, format, preset, folder, file, recipe, batch, state, priority, place, attempts,
  next_try AS nextTry, fraction, rate, remaining_seconds AS remainingSeconds, failure, made, worker,
  lease_until AS leaseUntil, added_at AS addedAt, started_at AS startedAt, ended_at AS endedAt`;

/** Set in every row that no longer runs. */
const AT_REST = 'worker = NULL, lease_until = NULL, fraction = 0, rate = NULL, remaining_seconds = NULL';
const OVER = "('done', 'failed', 'cancelled')";

type Raw = Omit<ExportJobRow, 'recipe' | 'failure'> & { recipe: string; failure: string | null };

const fromRaw = (row: unknown): ExportJobRow => {
  const raw = row as Raw;
  return { ...raw, recipe: JSON.parse(raw.recipe), failure: raw.failure === null ? null : JSON.parse(raw.failure) };
};

/** What runs or waits in its turn, then what is over, the last first. */
export const listExportJobs = (db: LibraryReader): ExportJobRow[] =>
  statement(
    db,
    `SELECT ${COLUMNS} FROM export_jobs
     ORDER BY state IN ${OVER}, CASE WHEN state IN ${OVER} THEN -ended_at ELSE -priority END, place`,
  )
    .all()
    .map(fromRaw);

/** Rows that are over and kept. */
const MOST_ENDED = 1000;

/** Behind everything of its priority; what still waits for the same cell takes the new order instead. */
export const addExportJobs = (db: LibraryWriter, jobs: readonly NewExportJob[], at: number): ExportJobRow[] =>
  inTransaction(db, () => {
    statement(
      db,
      `DELETE FROM export_jobs WHERE id IN (
         SELECT id FROM export_jobs WHERE state IN ${OVER} ORDER BY ended_at DESC LIMIT -1 OFFSET ${MOST_ENDED})`,
    ).run();
    return jobs.map((job) => {
      const known = statement(
        db,
        `SELECT id FROM export_jobs WHERE workout = @workout AND variant = @variant AND format = @format
         AND preset = @preset AND state IN ('queued', 'paused')`,
      ).get(job) as { id: string } | undefined;
      const order = { ...job, recipe: JSON.stringify(job.recipe), at: Math.round(at), id: known?.id ?? job.id };
      if (known)
        statement(
          db,
          `UPDATE export_jobs SET state = 'queued', folder = @folder, file = @file, recipe = @recipe, batch = @batch,
           priority = max(priority, @priority), next_try = 0 WHERE id = @id`,
        ).run(order);
      else
        statement(
          db,
          `INSERT INTO export_jobs
             (id, workout, variant, format, preset, folder, file, recipe, batch, priority, place, added_at)
           SELECT @id, @workout, @variant, @format, @preset, @folder, @file, @recipe, @batch, @priority,
             coalesce(max(place), 0) + 1, @at FROM export_jobs`,
        ).run(order);
      return fromRaw(statement(db, `SELECT ${COLUMNS} FROM export_jobs WHERE id = ?`).get(order.id));
    });
  });

/**
 * The first job whose time has come, with all others of its batch whose time has come, now `worker`'s. A folder that
 * somebody writes into waits.
 */
export const claimExportJobs = (db: LibraryWriter, worker: string, at: number, leaseUntil: number): ExportJobRow[] =>
  statement(
    db,
    `UPDATE export_jobs SET state = 'running', worker = @worker, lease_until = @leaseUntil, attempts = attempts + 1,
       started_at = @at, fraction = 0, rate = NULL, remaining_seconds = NULL
     WHERE state = 'queued' AND next_try <= @at
       AND folder NOT IN (SELECT folder FROM export_jobs WHERE state = 'running')
       AND batch = (
         SELECT batch FROM export_jobs WHERE state = 'queued' AND next_try <= @at
           AND folder NOT IN (SELECT folder FROM export_jobs WHERE state = 'running')
         ORDER BY priority DESC, place LIMIT 1)
     RETURNING ${COLUMNS}`,
  )
    .all({ worker, at: Math.round(at), leaseUntil: Math.round(leaseUntil) })
    .map(fromRaw)
    .sort((a, b) => b.priority - a.priority || a.place - b.place);

/**
 * Queues again what a worker dropped: everything of `worker`, or, without one, whatever nobody was heard of until `at`.
 * What was begun `most` times without an end fails, with a sentence. Returns how many rows changed.
 */
export const recoverExportJobs = (db: LibraryWriter, worker: string | null, most: number, at: number): number =>
  inTransaction(db, () => {
    const dropped = `state = 'running' AND (worker = @worker OR (@worker IS NULL AND lease_until < @at))`;
    const failure = JSON.stringify({
      code: 'worker-exited',
      message: `It was begun ${most} times, and each time the program ended before it was made`,
    });
    const which = { worker, at: Math.round(at) };
    const failed = statement(
      db,
      `UPDATE export_jobs SET state = 'failed', failure = @failure, ended_at = @at, ${AT_REST}
       WHERE ${dropped} AND attempts >= @most`,
    ).run({ ...which, most, failure });
    const again = statement(db, `UPDATE export_jobs SET state = 'queued', ${AT_REST} WHERE ${dropped}`).run(which);
    return failed.changes + again.changes;
  });

/** When the next row that waits for a time is due, or a lease ends; null: none waits. */
export const nextExportDue = (db: LibraryReader, at: number): number | null =>
  statement(
    db,
    `SELECT min(CASE state WHEN 'running' THEN lease_until + 1 ELSE next_try END) FROM export_jobs
     WHERE state = 'running' OR (state = 'queued' AND next_try > @at)`,
  )
    .pluck()
    .get({ at: Math.round(at) }) as number | null;

/** Keeps how far a worker's jobs are, and its lease on all of them. Returns which it still holds. */
export const beatExportJobs = (
  db: LibraryWriter,
  worker: string,
  beats: readonly RunningExport[],
  leaseUntil: number,
): string[] =>
  inTransaction(db, () =>
    beats.flatMap(({ id, progress: { fraction, rate, remainingSeconds } }) => {
      const values = { id, worker, fraction, rate, remainingSeconds, leaseUntil: Math.round(leaseUntil) };
      const { changes } = statement(
        db,
        `UPDATE export_jobs SET fraction = @fraction, rate = @rate, remaining_seconds = @remainingSeconds,
           lease_until = @leaseUntil WHERE id = @id AND worker = @worker`,
      ).run(values);
      return changes > 0 ? [id] : [];
    }),
  );

/** False: the worker no longer held it. */
export const finishExportJob = (db: LibraryWriter, id: string, worker: string, path: string, at: number): boolean =>
  statement(
    db,
    `UPDATE export_jobs SET state = 'done', made = @path, failure = NULL, ended_at = @at, ${AT_REST}, fraction = 1
     WHERE id = @id AND worker = @worker`,
  ).run({ id, worker, path, at: Math.round(at) }).changes > 0;

/** Fails a job, or queues it for another try at `retryAt`. False: the worker no longer held it. */
export const failExportJob = (
  db: LibraryWriter,
  id: string,
  worker: string,
  failure: { code: string; message: string },
  retryAt: number | null,
  at: number,
): boolean => {
  const values = { id, worker, failure: JSON.stringify({ code: failure.code, message: failure.message }) };
  const over = `state = 'failed', ended_at = @at`;
  const again = `state = 'queued', next_try = @retryAt`;
  return (
    statement(
      db,
      `UPDATE export_jobs SET ${retryAt === null ? over : again}, failure = @failure, ${AT_REST}
       WHERE id = @id AND worker = @worker`,
    ).run(retryAt === null ? { ...values, at: Math.round(at) } : { ...values, retryAt: Math.round(retryAt) }).changes >
    0
  );
};

/** Gives back what was begun and not ended, as if it had not been begun. */
export const releaseExportJobs = (db: LibraryWriter, ids: readonly string[], worker: string): void =>
  inTransaction(db, () => {
    for (const id of ids)
      statement(
        db,
        `UPDATE export_jobs SET state = 'queued', attempts = attempts - 1, ${AT_REST}
         WHERE id = @id AND worker = @worker`,
      ).run({ id, worker });
  });

/** Runs a change on named rows, or on all. Returns how many changed. */
const onRows = (db: LibraryWriter, ids: readonly string[] | null, change: string, values: object = {}): number =>
  inTransaction(db, () => {
    if (ids === null) return statement(db, `UPDATE export_jobs ${change}`).run(values).changes;
    const one = statement(db, `UPDATE export_jobs ${change} AND id = @id`);
    return ids.reduce((sum, id) => sum + one.run({ ...values, id }).changes, 0);
  });

export const cancelExportJobs = (db: LibraryWriter, ids: readonly string[] | null, at: number): number =>
  onRows(db, ids, `SET state = 'cancelled', ended_at = @at, ${AT_REST} WHERE state NOT IN ${OVER}`, {
    at: Math.round(at),
  });

/** A running job that is paused is begun anew when it is resumed; that it was begun does not count. */
export const pauseExportJobs = (db: LibraryWriter, ids: readonly string[] | null): number =>
  onRows(
    db,
    ids,
    `SET attempts = attempts - (state = 'running'), state = 'paused', ${AT_REST} WHERE state IN ('queued', 'running')`,
  );

export const resumeExportJobs = (db: LibraryWriter, ids: readonly string[] | null): number =>
  onRows(db, ids, `SET state = 'queued' WHERE state = 'paused'`);

/** What failed or was cancelled, as new; what waits for its next try is due at once. */
export const retryExportJobs = (db: LibraryWriter, ids: readonly string[] | null): number =>
  onRows(
    db,
    ids,
    `SET state = 'queued', attempts = 0, next_try = 0, failure = NULL, ended_at = NULL, fraction = 0
     WHERE (state = 'failed' ${ids === null ? '' : "OR state = 'cancelled'"} OR (state = 'queued' AND next_try > 0))`,
  );

/** Puts rows, in the order given, before another, whose priority they take; null: behind everything, their own kept. */
export const moveExportJobs = (db: LibraryWriter, ids: readonly string[], before: string | null): void =>
  inTransaction(db, () => {
    const rows = statement(db, 'SELECT id, priority FROM export_jobs ORDER BY priority DESC, place').all() as {
      id: string;
      priority: number;
    }[];
    const known = new Map(rows.map((row) => [row.id, row]));
    const moved = [...new Set(ids)].filter((id) => known.has(id));
    const rest = rows.filter(({ id }) => !moved.includes(id));
    const found = before === null ? -1 : rest.findIndex(({ id }) => id === before);
    const to = found < 0 ? rest.length : found;
    const order = [...rest.slice(0, to).map(({ id }) => id), ...moved, ...rest.slice(to).map(({ id }) => id)];
    const place = statement(db, 'UPDATE export_jobs SET place = @place WHERE id = @id');
    for (const [index, id] of order.entries()) place.run({ id, place: index + 1 });
    if (found < 0) return;
    const { priority } = rest[found];
    for (const id of moved) statement(db, 'UPDATE export_jobs SET priority = ? WHERE id = ?').run(priority, id);
  });

export const setExportPriority = (db: LibraryWriter, ids: readonly string[], priority: number): number =>
  onRows(db, ids, 'SET priority = @priority WHERE true', { priority });

/** Forgets what is over. */
export const clearExportJobs = (db: LibraryWriter): number =>
  statement(db, `DELETE FROM export_jobs WHERE state IN ${OVER}`).run().changes;
