export type { Library } from './library.ts';
export { type LibraryOptions, openLibrary } from './open-library.ts';
export type {
  Added,
  Analysis,
  AssetChange,
  AssetDetail,
  AssetQuery,
  AssetRow,
  ExportedFile,
  ExportRecord,
  HistoryState,
  Kind,
  LibrarySummary,
  NewFile,
  Origin,
  Place,
  Range,
  RememberedWorkout,
  SortField,
  Span,
} from './shapes.ts';
