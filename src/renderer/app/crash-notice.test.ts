import { expect, it } from 'vitest';
import { markCrashSeen, unseenCrash } from './crash-notice';
import { routeFor } from './menu-navigation';

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}
const crash = (at: string) => ({ name: `crash-${at}`, at, process: 'main', summary: '' });

it('tells of the newest crash until it was dismissed, and of a later one again', () => {
  const kept = memory();
  const old = crash('2026-03-01T00:00:00.000Z');
  const newer = crash('2026-03-02T00:00:00.000Z');
  expect(unseenCrash([], kept)).toBeUndefined();
  expect(unseenCrash([old, newer], kept)).toBe(newer);
  markCrashSeen(newer, kept);
  expect(unseenCrash([old, newer], kept)).toBeUndefined();
  const later = crash('2026-03-02T00:00:00.001Z');
  expect(unseenCrash([newer, later], kept)).toBe(later);
});

it('follows the menu to where things are', () => {
  expect(routeFor({ to: 'backups' })).toEqual({ name: 'settings', section: 'data' });
  expect(routeFor({ to: 'updates' })).toEqual({ name: 'settings', section: 'updates' });
  expect(routeFor({ to: 'settings' })).toEqual({ name: 'settings', section: 'appearance' });
  expect(routeFor({ to: 'orgs' })).toEqual({ name: 'orgs' });
  expect(routeFor({ to: 'findings', orgId: 'acme' })).toMatchObject({ name: 'org', page: 'findings' });
});
