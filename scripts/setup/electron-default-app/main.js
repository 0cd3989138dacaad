// Stand-in for Electron's default_app.asar: opens the app folder named on the command line.
const { app } = require('electron');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const { appPath, preloads } = readCommandLine(process.argv.slice(1));
if (preloads.length > 0) Module._preloadModules(preloads); // Playwright hooks in this way
if (!appPath) {
  process.stderr.write('usage: electron [options] <app path>\n');
  process.exit(1);
}
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
const entry = prepareApp(path.resolve(appPath));
try {
  // Loaded at once, not imported: Electron would be "ready" before an imported app could say what must precede that.
  Module._load(Module._resolveFilename(entry, null, true), null, true);
} catch (error) {
  process.stderr.write(`App threw an error during load\n${error?.stack ?? error}\n`);
  process.exit(1);
}

function readCommandLine(args) {
  const preloads = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    if (arg === '--version' || arg === '-v') answer(`v${process.versions.electron}`);
    if (arg === '--abi' || arg === '-a') answer(process.versions.modules);
    if (arg.startsWith('--app=')) return { appPath: arg.slice('--app='.length), preloads };
    if (arg === '-r' || arg === '--require') preloads.push(args[(index += 1)]);
    else if (arg === '--') break;
    else if (!arg.startsWith('-')) return { appPath: arg, preloads };
  }
  return { appPath: null, preloads };
}

function answer(text) {
  process.stdout.write(`${text}\n`);
  process.exit(0);
}

/** Gives the app the name, version and path it would have with stock Electron; returns what to load. */
function prepareApp(folder) {
  const manifestFile = path.join(folder, 'package.json');
  if (!fs.existsSync(manifestFile)) {
    app.setAppPath(path.dirname(folder));
    return folder;
  }
  const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName || manifest.name || app.name;
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName);
  app.setAppPath(folder);
  return path.resolve(folder, manifest.main || 'index.js');
}
