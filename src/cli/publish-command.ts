import type { PublishPlan } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';
import {
  environmentSecrets,
  type PublishHost,
  type PublishResult,
  parseTarget,
  planPublish,
  publishFolder,
  readPublishTargets,
} from '../studio/index.ts';
import { type Arguments, expectOperands } from './arguments.ts';
import { EXIT } from './exit-codes.ts';
import { byteCount, clockTime, table } from './table.ts';

/** Publishes a folder of exports. Ctrl-C cancels; the next call goes on where this one stopped. */
export const publishCommand = async (args: Arguments, _studio: unknown, signal: AbortSignal): Promise<number> => {
  expectOperands(args, 1, 1, 'one folder of exports');
  const { to, json = false, endpoint, region, profile, library } = args.values;
  if (to === undefined)
    throw new CueforgeError('bad-argument', '"publish" expects --to NAME, s3://bucket/prefix or a folder');
  const [folder] = args.operands;
  const options = { endpoint, region, profile, pathStyle: args.values['path-style'] };
  const target = parseTarget(to, await readPublishTargets(library), options, process.env);
  const host: PublishHost = { secrets: environmentSecrets(process.env), clock: () => performance.now() };
  const tell = (event: string, what: object): void => {
    if (json) process.stdout.write(`${JSON.stringify({ event, ...what })}\n`);
  };
  if (args.values['dry-run']) {
    const plan = await planPublish({ folder, target }, host, signal);
    tell('plan', plan);
    if (!json) process.stdout.write(`${planTable(plan)}\nA dry run: nothing was sent.\n`);
    return EXIT.done;
  }
  const live = !json && process.stderr.isTTY === true;
  const began = performance.now();
  try {
    const result = await publishFolder({ folder, target }, host, {
      ...{ signal, removeOld: args.values['remove-old'] ?? false },
      onPlan: (plan) => tell('plan', plan),
      onProgress(progress) {
        tell('progress', progress);
        if (!live) return;
        const { sentBytes, totalBytes, sentFiles, totalFiles, rate, remainingSeconds } = progress;
        const speed = rate === null ? '' : ` · ${byteCount(rate)}/s`;
        const left = remainingSeconds === null ? '' : ` · ${clockTime(remainingSeconds)} left`;
        const bytes = `${byteCount(sentBytes)} of ${byteCount(totalBytes)}`;
        process.stderr.write(`\r\u001b[2KSending ${bytes}, ${sentFiles} of ${totalFiles} files${speed}${left}`);
      },
    });
    if (live) process.stderr.write('\r\u001b[2K');
    const { sent, same, removed } = result;
    tell('done', { place: result.plan.place, sent, same, removed, seconds: (performance.now() - began) / 1000 });
    if (!json) process.stdout.write(`${sayResult(result)}\n`);
    return EXIT.done;
  } finally {
    if (live) process.stderr.write('\r\u001b[2K');
  }
};

const WORDS = { upload: 'new', same: 'there', replace: 'other' } as const;

const planTable = ({ place, files, old, foreign, bytes }: PublishPlan): string => {
  const rows = [
    ...files.map(({ name, bytes: size, action }) => [WORDS[action], name, byteCount(size)]),
    ...old.map((name) => ['old', name, '–']),
  ];
  const others = foreign.length === 0 ? '' : `; ${foreign.length} other files there are left alone`;
  return `${table(['', 'file', 'size'], rows)}\n${byteCount(bytes)} to send to ${place}${others}`;
};

const sayResult = ({ plan, sent, same, removed }: PublishResult): string =>
  [
    sent.length === 0
      ? `${plan.place} has all of it`
      : `${sent.length === 1 ? '1 file' : `${sent.length} files`} sent to ${plan.place}, ${byteCount(plan.bytes)}`,
    ...(sent.length > 0 && same.length > 0 ? [`${same.length} were there`] : []),
    ...(removed.length > 0 ? [`${removed.length} old removed`] : []),
    ...(removed.length === 0 && plan.old.length > 0
      ? [`${plan.old.length} of an earlier release left (--remove-old removes them)`]
      : []),
  ].join(', ');
