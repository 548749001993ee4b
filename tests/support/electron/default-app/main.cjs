// Stands in for Electron's default application: starts the folder that is the first argument without dashes.
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const named = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (!named) {
  console.error('Name the folder of an application');
  app.exit(2);
} else {
  const folder = resolve(named);
  const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  app.setName(productName ?? name);
  if (version) app.setVersion(version);
  app.setAppPath(folder);
  require(join(folder, main));
}
