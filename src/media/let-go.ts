/**
 * Gives the memory of bytes that nobody reads any more back at once; the bytes are empty afterwards. Buffers of a pipe
 * come by the gigabyte, and wait for a garbage collection that sees only their small wrappers. Bytes that share their
 * memory with others stay; where the engine cannot do it (before Node 21) nothing happens.
 */
export const letGo = (bytes: Uint8Array): void => {
  const memory = bytes.buffer as ArrayBuffer & { transfer?(length: number): ArrayBuffer };
  if (bytes.byteLength === memory.byteLength) memory.transfer?.(0);
};
