import { z } from 'zod';

const path = z.string().min(1).max(4096);
const name = z.string().min(1).max(80);

/** An address without a name and password in it: those are no setting. */
const endpoint = z.string().max(500).refine(isEndpoint, 'an http or https address without credentials');
function isEndpoint(text: string): boolean {
  const match = /^https?:\/\/([^/?#]+)\/?$/.exec(text);
  return match !== null && !match[1].includes('@');
}

/** Where releases are published to. Without secrets: those are kept apart. */
export const publishTarget = z.discriminatedUnion('kind', [
  z.object({ name, kind: z.literal('folder'), folder: path }),
  z.object({
    name,
    kind: z.literal('s3'),
    /** Null: Amazon's own. */
    endpoint: endpoint.nullable(),
    /** `auto` for Cloudflare R2. */
    region: z.string().min(1).max(60),
    bucket: z.string().regex(/^[\w.-]{3,255}$/),
    /** Before every name; may be empty. */
    prefix: z.string().max(500),
    /** True: the bucket is in the path, not in the host's name. */
    pathStyle: z.boolean(),
    /** An AWS profile of this machine instead of keys; null: none. */
    profile: z.string().max(200).nullable(),
  }),
]);
export type PublishTarget = z.infer<typeof publishTarget>;

export const publishTargets = z
  .array(publishTarget)
  .max(64)
  .refine((all) => new Set(all.map((target) => target.name)).size === all.length, 'each name once');

/** What publishing does, or would do. */
export const publishPlan = z.object({
  /** The place: `s3://mixes/spring`, a folder's path. */
  place: z.string(),
  /** In the order in which they are sent; the manifest last. `replace`: another content has that name now. */
  files: z.array(z.object({ name: z.string(), bytes: z.number(), action: z.enum(['upload', 'same', 'replace']) })),
  /** What an earlier release left: removed only where that is asked for. */
  old: z.array(z.string()),
  /** What else is there: never touched. */
  foreign: z.array(z.string()),
  /** Bytes that are sent. */
  bytes: z.number(),
});
export type PublishPlan = z.infer<typeof publishPlan>;

/** The keys of a store. They go one way: in. */
export const publishKeys = z.object({
  accessKeyId: z.string().min(1).max(500),
  secretAccessKey: z.string().min(1).max(500),
  sessionToken: z.string().min(1).max(10_000).optional(),
});
export type PublishKeys = z.infer<typeof publishKeys>;

export const publishCommands = {
  /** What publishing a folder of exports to a target of the settings would do; touches nothing. */
  'publish.plan': { input: z.object({ folder: path, target: name }), output: publishPlan },
  /** Publishes it, as a job; begun anew, it goes on where it stopped. */
  'publish.start': {
    input: z.object({
      ...{ folder: path, target: name },
      /** Removes what an earlier release left, once the new one is there. */
      removeOld: z.boolean().default(false),
    }),
    output: z.object({ job: z.string() }),
  },
  /** Keeps the keys of a target in the system's keychain; null: forgets them. Nothing gives them out again. */
  'publish.setSecret': { input: z.object({ target: name, keys: publishKeys.nullable() }), output: z.object({}) },
} as const;
