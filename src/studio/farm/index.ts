export { type Added, type AddRequest, addToFarm } from './add-to-farm.ts';
export { type Farm, openFarm } from './farm.ts';
export { parseRedisAddress, type RedisAddress, redisOfEnvironment } from './redis-address.ts';
export { type FarmLine, runFarmWorker, type WorkerRequest } from './work-for-farm.ts';
