import { describe, expect, it } from 'vitest';
import { HELP_LINKS, techniqueLink } from './help-links';

describe('addresses that the system browser is sent to', () => {
  it('are the help pages of Salesforce and the techniques of MITRE ATT&CK', () => {
    for (const link of Object.values(HELP_LINKS))
      expect(new URL(link).origin).toMatch(/^https:\/\/(help|developer)\.salesforce\.com$/);
    expect(techniqueLink('T1078')).toBe('https://attack.mitre.org/techniques/T1078/');
    expect(techniqueLink('T1078.004')).toBe('https://attack.mitre.org/techniques/T1078/004/');
  });

  it.each(['', 'T1', 'T10780', 'T1078.4', '../T1078', 'T1078/../..', 'https://evil.example', 'T1078\n'])(
    'are made of nothing else: %j',
    (id) => {
      expect(() => techniqueLink(id)).toThrow(TypeError);
    },
  );
});
