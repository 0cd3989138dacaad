/**
 * Electron hands us its own switches along with ours. Those that stand before the sub-command and belong to
 * Chromium, Electron or Node are not for us; everything behind the sub-command is.
 */
const RUNTIME_SWITCHES = new Set([
  'allow-file-access-from-files',
  'auth-negotiate-delegate-whitelist',
  'auth-server-whitelist',
  'class',
  'crashpad-handler-pid',
  'disable-dev-shm-usage',
  'disable-features',
  'disable-gpu',
  'disable-gpu-compositing',
  'disable-gpu-sandbox',
  'disable-http2',
  'disable-logging',
  'disable-renderer-backgrounding',
  'disable-setuid-sandbox',
  'disable-software-rasterizer',
  'enable-crashpad',
  'enable-features',
  'enable-logging',
  'enable-sandbox',
  'enable-source-maps',
  'enable-wayland-ime',
  'force-color-profile',
  'force-dark-mode',
  'force-device-scale-factor',
  'force-renderer-accessibility',
  'gtk-version',
  'headless',
  'host-resolver-rules',
  'host-rules',
  'in-process-gpu',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'lang',
  'log-file',
  'log-level',
  'log-net-log',
  'no-deprecation',
  'no-proxy-server',
  'no-sandbox',
  'no-zygote',
  'original-process-start-time',
  'ozone-platform',
  'ozone-platform-hint',
  'password-store',
  'proxy-auto-detect',
  'proxy-bypass-list',
  'proxy-pac-url',
  'proxy-server',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'trace-deprecation',
  'trace-warnings',
  'use-angle',
  'use-gl',
  'user-data-dir',
  'v',
  'vmodule',
]);

const OPTIONS_WITH_VALUE = new Set(['--data-dir']);
const INFORMATION = new Set(['--help', '-h', '--version', '-V']);

function isRuntimeSwitch(argument: string): boolean {
  // macOS gives a process serial number to programs started from the Finder.
  if (argument.startsWith('-psn_')) return true;
  const name = /^--([a-z0-9-]+)(=|$)/.exec(argument)?.[1];
  return name !== undefined && RUNTIME_SWITCHES.has(name);
}

/** Our own arguments: without the runtime's switches, and without the "--" that may keep Chromium from reading them. */
export function cleanArguments(argv: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (argument === '--' || isRuntimeSwitch(argument)) continue;
    if (!argument.startsWith('-')) return [...kept, ...argv.slice(index)];
    kept.push(argument);
    const value = argv[index + 1];
    if (OPTIONS_WITH_VALUE.has(argument) && value !== undefined) {
      kept.push(value);
      index += 1;
    }
  }
  return kept;
}

/**
 * Whether these arguments (behind the executable, or behind the app folder in development) ask for a headless
 * command. Any word does, also an unknown one: that is a usage error, not a reason to open a window.
 */
export function isHeadlessCommand(argv: readonly string[]): boolean {
  const own = cleanArguments(argv);
  return own.some((argument, index) => {
    if (INFORMATION.has(argument)) return true;
    return !argument.startsWith('-') && !OPTIONS_WITH_VALUE.has(own[index - 1] ?? '');
  });
}

/** `--data-dir DIR` or `--data-dir=DIR`, wherever it stands; main needs it before anything else. */
export function dataDirOption(argv: readonly string[]): string | undefined {
  let found: string | undefined;
  argv.forEach((argument, index) => {
    if (argument === '--data-dir') found = argv[index + 1] ?? found;
    else if (argument.startsWith('--data-dir=')) found = argument.slice('--data-dir='.length);
  });
  return found === '' ? undefined : found;
}
