import { join } from 'node:path';
import { app, safeStorage } from 'electron';
import type { Secrets } from '../src/studio/index.ts';
import { createKeychain, type Vault } from './secrets.ts';

/** What the system seals secrets with: Keychain, DPAPI, or a Linux desktop's wallet. Asked only once the app is ready. */
const systemVault: Vault = {
  trouble() {
    // On a Linux without a wallet Electron would seal with a key that everybody knows.
    const plain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend?.() === 'basic_text';
    if (safeStorage.isEncryptionAvailable() && !plain) return null;
    return 'This system has no keychain to keep keys in (on Linux: GNOME Keyring or KWallet). Set CUEFORGE_S3_ACCESS_KEY_ID and CUEFORGE_S3_SECRET_ACCESS_KEY in the environment, or name an AWS profile';
  },
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (sealed) => safeStorage.decryptString(sealed),
};

/** The user's keychain, beside the application's own settings and not in the library, which is copied and backed up. */
export const systemKeychain = (): Secrets =>
  createKeychain(() => join(app.getPath('userData'), 'secrets.json'), systemVault);
