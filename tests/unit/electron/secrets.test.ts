import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKeychain, type Vault } from '../../../electron/secrets.ts';

/** A vault with a key of its own, as each system has one. */
const vault = (trouble: string | null = null): Vault => {
  const key = randomBytes(32);
  return {
    trouble: () => trouble,
    encrypt(text) {
      const iv = randomBytes(16);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 16));
      decipher.setAuthTag(sealed.subarray(-16));
      return decipher.update(sealed.subarray(16, -16), undefined, 'utf8') + decipher.final('utf8');
    },
  };
};
const place = () => join(mkdtempSync(join(tmpdir(), 'cueforge-secrets-')), 'secrets.json');

describe('the keychain', () => {
  it('keeps secrets sealed, in a file that only the user reads, and forgets them', async () => {
    const [path, sealing] = [place(), vault()];
    const keychain = createKeychain(() => path, sealing);
    expect(await keychain.get('publish:r2')).toBeNull();
    await Promise.all([keychain.set('publish:r2', 'hush-hush'), keychain.set('publish:b2', 'other')]);
    expect(readFileSync(path, 'utf8')).not.toContain('hush');
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
    const again = createKeychain(() => path, sealing);
    expect([await again.get('publish:r2'), await again.get('publish:b2')]).toEqual(['hush-hush', 'other']);
    await again.set('publish:r2', null);
    expect([await keychain.get('publish:r2'), await keychain.get('publish:b2')]).toEqual([null, 'other']);
  });

  it('writes nothing in clear where the system has no keychain', async () => {
    const path = place();
    const keychain = createKeychain(() => path, vault('This system has no keychain'));
    await expect(keychain.set('publish:r2', 'hush')).rejects.toThrow('This system has no keychain');
    expect(() => statSync(path)).toThrow();
    expect(await keychain.get('publish:r2')).toBeNull();
  });

  it('says so where another user’s keychain sealed it, and takes a damaged file for an empty one', async () => {
    const path = place();
    await createKeychain(() => path, vault()).set('publish:r2', 'hush');
    await expect(createKeychain(() => path, vault()).get('publish:r2')).rejects.toThrow('set the keys again');
    writeFileSync(path, '{"publish:r2":');
    expect(await createKeychain(() => path, vault()).get('publish:r2')).toBeNull();
  });
});
