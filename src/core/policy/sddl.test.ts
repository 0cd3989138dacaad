import { describe, expect, it } from 'vitest';
import { openAccess } from './sddl';

const INHERITED = '(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)';
const TRUSTED_INSTALLER = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';
const KIM = 'S-1-5-21-1004336348-1177238915-682003330-1001';

describe('who may write a file on Windows', () => {
  it.each([
    ['as made by an administrator below ProgramData', `O:BAG:DUD:AI${INHERITED}`],
    ['of the system', `O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;WD)`],
    [
      'of the installer of Windows',
      `O:${TRUSTED_INSTALLER}G:SYD:(A;;FA;;;${TRUSTED_INSTALLER})(A;;FRFX;;;BU)`,
    ],
    ['of a domain’s administrators', `O:DAG:DUD:AI${INHERITED}(A;;FA;;;S-1-5-21-1-2-3-512)`],
    ['with a right denied', `O:BAG:SYD:(D;;FA;;;BU)(A;;FA;;;BA)(A;;FR;;;AU)`],
    ['with an entry for what comes to lie below', `O:BAG:SYD:(A;OICIIO;GA;;;BU)(A;;FA;;;BA)`],
    ['with auditing', `O:BAG:SYD:(A;;FA;;;BA)S:(AU;SAFA;FA;;;WD)`],
  ])('nobody else: %s', (_, sddl) => {
    expect(openAccess(sddl, 'file')).toEqual([]);
    expect(openAccess(`${sddl}\r\n`, 'file')).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    ['made by a person', `O:${KIM}G:DUD:AI${INHERITED}`, [KIM]],
    ['full control', `O:BAG:SYD:${INHERITED}(A;;FA;;;BU)`, ['BU']],
    ['modify', `O:BAG:SYD:(A;;FA;;;BA)(A;;0x1301bf;;;AU)`, ['AU']],
    ['write', `O:BAG:SYD:(A;;FW;;;${KIM})(A;;FA;;;BA)`, [KIM]],
    ['append only', `O:BAG:SYD:(A;;LC;;;IU)`, ['IU']],
    ['change permissions', `O:BAG:SYD:(A;;RCWD;;;WD)`, ['WD']],
    ['take it over', `O:BAG:SYD:(A;;WO;;;BG)`, ['BG']],
    ['delete it', `O:BAG:SYD:(A;;FRSD;;;BU)`, ['BU']],
    ['under a condition', `O:BAG:SYD:(XA;;FA;;;WD;(@User.Title=="PM"))(A;;FA;;;BA)`, ['WD']],
    ['a right nobody knows', `O:BAG:SYD:(A;;ZZ;;;BU)`, ['BU']],
    ['no list', `O:BAG:SY`, ['WD']],
    ['a list of nothing that stands for everything', `O:BAG:SYD:NO_ACCESS_CONTROL`, ['WD']],
  ])('somebody else: %s', (_, sddl, who) => {
    expect(openAccess(sddl, 'file')).toEqual(who);
  });

  it('a folder may take new files, but not have others’ files deleted', () => {
    // ProgramData lets everybody make files in the folders below.
    const usual = `O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIIOID;GA;;;CO)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)`;
    expect(openAccess(usual, 'folder')).toEqual([]);
    expect(openAccess(`${usual}(A;;DT;;;BU)`, 'folder')).toEqual(['BU']);
    expect(openAccess(`${usual}(A;;0x1301bf;;;BU)`, 'folder')).toEqual(['BU']);
    expect(openAccess(`O:${KIM}G:SYD:(A;;FA;;;BA)`, 'folder')).toEqual([KIM]);
  });

  it('what is no descriptor is not taken for a safe one', () => {
    for (const text of ['', 'Get-Acl : denied', 'D:(A;;FA;;;BA)', 'O:'])
      expect(() => openAccess(text, 'file')).toThrow();
  });
});
