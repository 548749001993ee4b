export { createFolderStore } from './folder-store.ts';
export { lookAtStore } from './look-at-store.ts';
export { planRelease, type ReleaseAction, type ReleasePlan } from './plan-release.ts';
export { type Published, type PublishOptions, publishRelease } from './publish-release.ts';
export { hashOfFile, MANIFEST, type Release, readRelease } from './release.ts';
export type { ReleaseFile, ReleaseStore, StagedFile, StoredFile } from './release-store.ts';
export type { S3Address, S3Credentials, S3Patience } from './s3-place.ts';
export { openS3Store } from './s3-store.ts';
export type { TransferProgress } from './transfer.ts';
