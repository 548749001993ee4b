import { type LibraryReader, type LibraryWriter, orFailure } from './connection.ts';
import {
  addExportJobs,
  beatExportJobs,
  cancelExportJobs,
  claimExportJobs,
  clearExportJobs,
  failExportJob,
  finishExportJob,
  listExportJobs,
  moveExportJobs,
  nextExportDue,
  pauseExportJobs,
  recoverExportJobs,
  releaseExportJobs,
  resumeExportJobs,
  retryExportJobs,
  setExportPriority,
} from './export-jobs.ts';
import type { LibraryExports } from './export-shapes.ts';
import {
  addMadeFile,
  fileContent,
  keepFileContent,
  listMadeFiles,
  madeFileAt,
  newestMadeFiles,
  resignMadeFile,
} from './made-files.ts';

/** The queue of exports and their history, over a library's connections. */
export const answerExports = (reader: LibraryReader, writer: LibraryWriter): LibraryExports => ({
  jobs: () => orFailure(() => listExportJobs(reader)),
  add: (jobs, at) => orFailure(() => addExportJobs(writer, jobs, at)),
  claim: (worker, at, leaseUntil) => orFailure(() => claimExportJobs(writer, worker, at, leaseUntil)),
  recover: (worker, most, at) => orFailure(() => recoverExportJobs(writer, worker, most, at)),
  nextDue: (at) => orFailure(() => nextExportDue(reader, at)),
  beat: (worker, beats, leaseUntil) => orFailure(() => beatExportJobs(writer, worker, beats, leaseUntil)),
  finish: (id, worker, path, at) => orFailure(() => finishExportJob(writer, id, worker, path, at)),
  fail: (id, worker, failure, retryAt, at) => orFailure(() => failExportJob(writer, id, worker, failure, retryAt, at)),
  release: (ids, worker) => orFailure(() => releaseExportJobs(writer, ids, worker)),
  cancel: (ids, at) => orFailure(() => cancelExportJobs(writer, ids, at)),
  pause: (ids) => orFailure(() => pauseExportJobs(writer, ids)),
  resume: (ids) => orFailure(() => resumeExportJobs(writer, ids)),
  retry: (ids) => orFailure(() => retryExportJobs(writer, ids)),
  move: (ids, before) => orFailure(() => moveExportJobs(writer, ids, before)),
  setPriority: (ids, priority) => orFailure(() => setExportPriority(writer, ids, priority)),
  clear: () => orFailure(() => clearExportJobs(writer)),

  addMade: (made) => orFailure(() => addMadeFile(writer, made)),
  newest: (workout, preset) => orFailure(() => newestMadeFiles(reader, workout, preset)),
  madeAt: (path) => orFailure(() => madeFileAt(reader, path)),
  resign: (path, signature) => orFailure(() => resignMadeFile(writer, path, signature)),
  history: (workouts, limit) => orFailure(() => listMadeFiles(reader, workouts, limit)),
  content: (path) => orFailure(() => fileContent(reader, path)),
  keepContent: (content) => orFailure(() => keepFileContent(writer, content)),
});
