import { describe, expect, it } from 'vitest';
import { ownArguments } from './arguments';
import { isReachable } from './reachable';

describe('ownArguments', () => {
  it('takes everything behind the executable of a packaged app', () => {
    expect(ownArguments(['/opt/Seatwatch/seatwatch', 'collect', 'Acme', '--json'], false)).toEqual([
      'collect',
      'Acme',
      '--json',
    ]);
  });

  it('takes everything behind the app folder when Electron was named the folder', () => {
    const argv = [
      'electron',
      '--no-sandbox',
      '-r',
      'hook.js',
      '--ozone-platform=headless',
      '/src/app',
      '--json',
      'org',
      'list',
    ];
    expect(ownArguments(argv, true)).toEqual(['--json', 'org', 'list']);
    expect(ownArguments(['electron', '.'], true)).toEqual([]);
  });
});

describe('isReachable', () => {
  const display = { x: 0, y: 0, width: 1920, height: 1080 };

  it('accepts a window that can be grabbed on some display', () => {
    expect(isReachable({ x: -1000, y: 100, width: 1200, height: 800 }, [display])).toBe(true);
    expect(isReachable({ x: 2000, y: 0, width: 800, height: 600 }, [display, { ...display, x: 1920 }])).toBe(
      true,
    );
  });

  it('refuses one that lies on a display which is gone', () => {
    expect(isReachable({ x: 2000, y: 0, width: 800, height: 600 }, [display])).toBe(false);
    expect(isReachable({ x: 100, y: 1050, width: 800, height: 600 }, [display])).toBe(false);
  });
});
