import type { CommandName, InputOf, OutputOf } from '../../src/contract/index.ts';
import { CueforgeError, type Failure, toFailure } from '../../src/model/index.ts';
import { useStudio } from './studio.ts';
import { tellFailure } from './toasts.ts';

/** Calls the studio. Rejects as its client does, and with `connection-lost` before there was one. */
export const ask = <Name extends CommandName>(
  command: Name,
  input: InputOf<Name>,
  options?: { signal?: AbortSignal },
): Promise<OutputOf<Name>> => {
  const { host } = useStudio.getState();
  if (!host) return Promise.reject(new CueforgeError('connection-lost', 'The studio is not connected yet'));
  return host.client.call(command, input, options);
};

/**
 * Calls the studio for an action of the user: a failure becomes a toast titled `what` ("The demo was not opened").
 * Null then, or when it was cancelled.
 */
export const attempt = async <Name extends CommandName>(
  what: string,
  command: Name,
  input: InputOf<Name>,
): Promise<OutputOf<Name> | null> => {
  try {
    return await ask(command, input);
  } catch (error) {
    const failure: Failure = toFailure(error);
    if (failure.code !== 'cancelled') tellFailure(what, failure.message);
    return null;
  }
};
