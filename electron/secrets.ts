import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { CueforgeError } from '../src/model/index.ts';
import type { Secrets } from '../src/studio/index.ts';

/** What encrypts with a key that the system keeps for this user. */
export interface Vault {
  /** Why secrets cannot be kept here: a sentence; null: they can. */
  trouble(): string | null;
  encrypt(text: string): Buffer;
  decrypt(sealed: Buffer): string;
}

/**
 * Secrets in a file, each sealed by the vault: without the user's keychain it is of no use to anybody. Where the vault is
 * none, nothing is written: a secret in clear is worse than none.
 */
export const createKeychain = (path: () => string, vault: Vault): Secrets => {
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: two that write at once would lose one. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
  return {
    async get(name) {
      const sealed = (await read(path()))[name];
      if (sealed === undefined || vault.trouble() !== null) return null;
      try {
        return vault.decrypt(Buffer.from(sealed, 'base64'));
      } catch {
        throw new CueforgeError(
          'credentials-refused',
          'The keychain of this system does not open what was kept in it: set the keys again',
        );
      }
    },
    set: (name, value) =>
      inTurn(async () => {
        const trouble = value === null ? null : vault.trouble();
        if (trouble !== null) throw new CueforgeError('credentials-refused', trouble);
        const { [name]: _, ...others } = await read(path());
        const sealed = value === null ? others : { ...others, [name]: vault.encrypt(value).toString('base64') };
        await writeFileAtomic(path(), `${JSON.stringify(sealed, null, 2)}\n`, { mode: 0o600 });
      }),
  };
};

const read = async (path: string): Promise<Readonly<Record<string, string>>> => {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (found === null || typeof found !== 'object') return {};
    return Object.fromEntries(Object.entries(found).filter(([, sealed]) => typeof sealed === 'string'));
  } catch {
    return {}; // none yet, or a damaged one: what was kept has to be set again
  }
};
