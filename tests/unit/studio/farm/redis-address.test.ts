import { describe, expect, it } from 'vitest';
// Past the face: what a worker logs in with.
import { redisCredentials, sayRedis } from '../../../../src/studio/farm/redis-address.ts';
import { environmentSecrets, parseRedisAddress, redisOfEnvironment } from '../../../../src/studio/index.ts';

const plain = { host: 'queue.local', port: 6379, database: 0, tls: false };

describe('the address of a Redis', () => {
  it.each([
    ['redis://queue.local', plain],
    ['redis://queue.local/', plain],
    ['redis://queue.local:7000/3', { ...plain, port: 7000, database: 3 }],
    ['rediss://queue.local', { ...plain, tls: true }],
    ['redis://[::1]:6380', { ...plain, host: '::1', port: 6380 }],
  ])('%s', (text, address) => expect(parseRedisAddress(text)).toEqual(address));

  it.each([
    'queue.local:6379',
    'http://queue.local',
    'redis://',
    'redis://queue.local/main',
    'redis://queue.local:99999',
    'redis://:hush@queue.local',
    'redis://ana:hush@queue.local',
    '',
  ])('refuses %s, and repeats no secret', (text) => {
    expect(() => parseRedisAddress(text)).toThrow(/^That is no address of a Redis: (?!.*hush)/);
  });

  it('is told as a person writes it', () => {
    expect(sayRedis(parseRedisAddress('redis://queue.local'))).toBe('queue.local:6379');
    expect(sayRedis(parseRedisAddress('redis://[::1]'))).toBe('[::1]:6379');
  });

  it('comes from the environment, with who may use it apart from it', async () => {
    const written = { CUEFORGE_REDIS_URL: 'redis://ana:hu%2Fsh@queue.local' };
    expect(redisOfEnvironment(written)).toEqual(plain);
    expect(await redisCredentials(environmentSecrets(written))).toEqual({ username: 'ana', password: 'hu/sh' });
    const apart = { ...written, CUEFORGE_REDIS_PASSWORD: 'other', CUEFORGE_REDIS_USERNAME: 'ben' };
    expect(await redisCredentials(environmentSecrets(apart))).toEqual({ username: 'ben', password: 'other' });
    expect(redisOfEnvironment({})).toBeNull();
    expect(await redisCredentials(environmentSecrets({}))).toEqual({ username: null, password: null });
    expect(() => redisOfEnvironment({ CUEFORGE_REDIS_URL: 'nowhere' })).toThrow(/no address/);
  });
});
