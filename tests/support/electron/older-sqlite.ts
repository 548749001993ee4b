import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fetchPackage, run } from './run.ts';

const { resolve } = createRequire(import.meta.url);
const PACKAGE = dirname(resolve('better-sqlite3/package.json'));

/** References to strings came with Node-API 10. This keeps the text, and makes the string anew whenever it is asked for. */
const HELD_TEXT = `
class HeldText {
public:
	HeldText() : env(nullptr) {}
	explicit HeldText(Napi::String string) : env(string.Env()), text(string.Utf8Value()) {}
	Napi::String Value() const { return Napi::String::New(env, text); }
private:
	napi_env env;
	std::string text;
};

`;

/** The package's sources for Node-API 8: file, what stands there, what is to stand there. */
const EDITS: readonly (readonly [file: string, from: string | RegExp, to: string])[] = [
  ['binding.gyp', 'NAPI_VERSION=10', 'NAPI_VERSION=8'],
  ['binding.gyp', "'cflags_cc': ['-std=c++20'", "'cflags_cc': ['-std=c++2a'"],
  ['src/util/helpers.cpp', /^/, HELD_TEXT],
  ['src/util/helpers.cpp', /Napi::Reference<Napi::String>/g, 'HeldText'],
  ['src/util/constants.cpp', /Napi::Reference<Napi::String>/g, 'HeldText'],
  ['src/util/constants.cpp', /Napi::Persistent\(/g, 'HeldText('],
  ['src/util/bind-map.cpp', /Napi::Reference<Napi::String>/g, 'HeldText'],
  ['src/util/bind-map.cpp', /Napi::Persistent\(/g, 'HeldText('],
];

/**
 * better-sqlite3 needs Node-API 10 and ends an older Electron at once. Builds it for Node-API 8 from its own sources, in
 * a copy, once, and puts it where the package looks first. That one file works in the older Electron and in every newer
 * Node (but for custom aggregates that start with a primitive, which nobody here has).
 */
export const installOlderSqlite = async (cache: string): Promise<string> => {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const kept = join(cache, `better-sqlite3-${version}-node-api-8.node`);
  if (!existsSync(kept)) await build(kept, cache);

  const place = join(PACKAGE, 'build', 'Release', 'better_sqlite3.node');
  if (existsSync(place) && (await readFile(place)).equals(await readFile(kept))) return place;
  await mkdir(dirname(place), { recursive: true });
  const partial = `${place}.${process.pid}.partial`;
  await copyFile(kept, partial);
  await rename(partial, place); // In one step: a process that has the old one mapped keeps it.
  return place;
};

const build = async (kept: string, cache: string): Promise<void> => {
  const copy = join(cache, `better-sqlite3-build-${process.pid}`);
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy, { recursive: true });
  for (const part of ['binding.gyp', 'package.json', 'lib', 'deps', 'src']) {
    await cp(join(PACKAGE, part), join(copy, part), { recursive: true });
  }
  await symlink(dirname(PACKAGE), join(copy, 'node_modules'));
  for (const [file, from, to] of EDITS) {
    const text = await readFile(join(copy, file), 'utf8');
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`better-sqlite3 has changed: nothing to edit in ${file}`);
    await writeFile(join(copy, file), edited);
  }
  const gyp = resolve('node-gyp/bin/node-gyp.js');
  const headers = await nodeHeaders(copy);
  run(process.execPath, [gyp, 'rebuild', '--release', '--force_build=1', `--nodedir=${headers}`], { cwd: copy });
  await rename(join(copy, 'build', 'Release', 'better_sqlite3.node'), kept);
  await rm(copy, { recursive: true });
};

/** A folder with `include/node`: the system's, else the headers of this Node as npm has them. */
const nodeHeaders = async (folder: string): Promise<string> => {
  for (const place of [dirname(dirname(process.execPath)), '/usr', '/usr/local']) {
    if (existsSync(join(place, 'include', 'node', 'node_api.h'))) return place;
  }
  const tarball = fetchPackage(`node-${process.platform}-${process.arch}@${process.versions.node}`, folder);
  run('tar', ['-xzf', tarball, '--no-same-owner', 'package/include'], { cwd: folder });
  return join(folder, 'package');
};
