export { addToFarm } from './add-to-farm.ts';
export { type Farm, openFarm } from './farm.ts';
export { parseRedisAddress, type RedisAddress, redisOfEnvironment } from './redis-address.ts';
export { type FarmLine, runFarmWorker } from './work-for-farm.ts';
