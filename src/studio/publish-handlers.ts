import type { Handlers, PublishTarget, Settings } from '../contract/index.ts';
import type { TransferProgress } from '../render/index.ts';
import type { Jobs } from './jobs.ts';
import { type PublishHost, type PublishResult, planPublish, publishFolder } from './publish.ts';
import { targetNamed } from './publish-target.ts';
import { keepKeys } from './secrets.ts';

export interface PublishHandlerParts extends PublishHost {
  readonly settings: () => Settings;
  readonly jobs: Jobs;
}

type PublishHandlers = Pick<Handlers, 'publish.plan' | 'publish.start' | 'publish.setSecret'>;

/** Answers what is asked about publishing. A page names targets of the settings; it cannot make one up. */
export const createPublishHandlers = (parts: PublishHandlerParts): PublishHandlers => {
  const { settings, jobs, secrets } = parts;
  const named = (name: string): PublishTarget => targetNamed(name, settings().publishTargets);
  return {
    'publish.plan': ({ folder, target }, signal) => planPublish({ folder, target: named(target) }, parts, signal),
    async 'publish.start'({ folder, target: name, removeOld }) {
      const target = named(name);
      const job = jobs.start('publish', `Publishing to ${name}`, async ({ piece, report }) => {
        report({ detail: 'Looking what is there' });
        // What a show interrupts is gone on with afterwards.
        const result = await piece((signal) =>
          publishFolder({ folder, target }, parts, {
            ...{ removeOld, signal },
            onProgress: (progress) => report(sayProgress(progress)),
          }),
        );
        return sayResult(result);
      });
      return { job };
    },
    async 'publish.setSecret'({ target, keys }) {
      await keepKeys(secrets, target, keys);
      return {};
    },
  };
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** A job's rate is of sound; that of bytes is said in words. */
const sayProgress = ({ sentBytes, totalBytes, rate, remainingSeconds }: TransferProgress) => ({
  detail: `${(sentBytes / 1e6).toFixed(1)} of ${megabytes(totalBytes)}${rate === null ? '' : ` · ${megabytes(rate)}/s`}`,
  fraction: totalBytes === 0 ? 0 : Math.min(1, Math.max(0, sentBytes / totalBytes)),
  remainingSeconds,
});

const sayResult = ({ sent, same, removed }: PublishResult): string =>
  [
    sent.length === 0 ? 'Nothing was new' : `${sent.length === 1 ? '1 file' : `${sent.length} files`} sent`,
    ...(same.length === 0 ? [] : [`${same.length} were there`]),
    ...(removed.length === 0 ? [] : [`${removed.length} old removed`]),
  ].join(', ');
