/**
 * CRC-16/ARC (polynomial 0x8005 reflected, start 0): the checksum of LAME's info tag. Eight tables take eight bytes a
 * step: the 108 MB of a 45-minute mix at 320 kbit/s are summed on every export.
 */
const TABLES: readonly Uint16Array[] = (() => {
  const tables = Array.from({ length: 8 }, () => new Uint16Array(256));
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >> 1) ^ ((crc & 1) * 0xa001);
    tables[0][byte] = crc;
  }
  for (let table = 1; table < 8; table += 1) {
    for (let byte = 0; byte < 256; byte += 1) {
      const crc = tables[table - 1][byte];
      tables[table][byte] = (crc >> 8) ^ tables[0][crc & 0xff];
    }
  }
  return tables;
})();

/** Checksum of `bytes`, carried on from `crc` of the bytes before them. 0..0xffff; 0 to start. */
export const crc16 = (bytes: Uint8Array, crc = 0): number => {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES;
  const whole = bytes.length - (bytes.length % 8);
  let sum = crc;
  for (let i = 0; i < whole; i += 8) {
    sum =
      t7[(sum & 0xff) ^ bytes[i]] ^
      t6[(sum >> 8) ^ bytes[i + 1]] ^
      t5[bytes[i + 2]] ^
      t4[bytes[i + 3]] ^
      t3[bytes[i + 4]] ^
      t2[bytes[i + 5]] ^
      t1[bytes[i + 6]] ^
      t0[bytes[i + 7]];
  }
  for (let i = whole; i < bytes.length; i += 1) sum = (sum >> 8) ^ t0[(sum & 0xff) ^ bytes[i]];
  return sum;
};
