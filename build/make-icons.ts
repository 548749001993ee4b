import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

/**
 * Draws `resources/icons/icon.svg` at every size that the three systems want. Run when the drawing changes:
 * `node build/make-icons.ts` (CHROMIUM names a browser; default: Debian's).
 */
const icons = fileURLToPath(new URL('../resources/icons/', import.meta.url));
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

const draw = async (svg: string): Promise<Map<number, Buffer>> => {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
  try {
    const page = await browser.newPage();
    const drawn = new Map<number, Buffer>();
    for (const size of SIZES) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
      drawn.set(size, await page.screenshot({ omitBackground: true }));
    }
    return drawn;
  } finally {
    await browser.close();
  }
};

/** Windows: a directory of PNG files, https://en.wikipedia.org/wiki/ICO_(file_format). 256 is written as 0. */
const ico = (drawn: ReadonlyMap<number, Buffer>): Buffer => {
  const sizes = SIZES.filter((size) => size <= 256);
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let at = head.length;
  sizes.forEach((size, k) => {
    const png = drawn.get(size)!;
    const entry = 6 + 16 * k;
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += png.length;
  });
  return Buffer.concat([head, ...sizes.map((size) => drawn.get(size)!)]);
};

/** macOS: chunks of PNG, named by size and density. */
const icns = (drawn: ReadonlyMap<number, Buffer>): Buffer => {
  const chunks: readonly (readonly [name: string, size: number])[] = [
    ['icp4', 16],
    ['icp5', 32],
    ['ic07', 128],
    ['ic08', 256],
    ['ic09', 512],
    ['ic10', 1024],
    ['ic11', 32],
    ['ic12', 64],
    ['ic13', 256],
    ['ic14', 512],
  ];
  const body = chunks.map(([name, size]) => chunk(name, drawn.get(size)!));
  return chunk('icns', Buffer.concat(body));
};

const chunk = (name: string, bytes: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32BE(8 + bytes.length, 4);
  return Buffer.concat([head, bytes]);
};

const drawn = await draw(await readFile(`${icons}icon.svg`, 'utf8'));
await writeFile(`${icons}icon.ico`, ico(drawn));
await writeFile(`${icons}icon.icns`, icns(drawn));
await mkdir(`${icons}linux`, { recursive: true });
for (const size of SIZES.filter((one) => one >= 16 && one <= 512)) {
  await writeFile(`${icons}linux/${size}x${size}.png`, drawn.get(size)!);
}
