import type { ColorScheme } from '../../shared/model/settings';

/** Sets what Mantine would set after its first effect, so that the first paint already has it. */
export function applyColorScheme(scheme: ColorScheme): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const resolved = scheme === 'auto' ? (dark ? 'dark' : 'light') : scheme;
  document.documentElement.setAttribute('data-mantine-color-scheme', resolved);
}
