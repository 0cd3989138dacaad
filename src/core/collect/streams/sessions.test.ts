import { it } from 'vitest';
import { AT, AT_MS, check, full, ID, ID18 } from '../../../../test/builders/stream-rows';

it('sessions, verification and its methods', () => {
  check(
    'authSessions',
    {
      Id: '0Ak000000000001',
      UsersId: ID,
      CreatedDate: AT,
      LastModifiedDate: AT,
      NumSecondsValid: 7200,
      LoginType: 'Application',
      SessionType: 'UI',
      SessionSecurityLevel: 'STANDARD',
      SourceIp: '192.0.2.1',
      UserType: 'Standard',
      ParentId: '0Ak000000000001',
      LoginHistoryId: '0Ya000000000001',
      LoginGeoId: null,
    },
    {
      id: full('0Ak000000000001'),
      userId: ID18,
      createdAt: AT_MS,
      lastModifiedAt: AT_MS,
      secondsValid: 7200,
      loginType: 'Application',
      sessionType: 'UI',
      sessionSecurityLevel: 'STANDARD',
      sourceIp: '192.0.2.1',
      userType: 'Standard',
      parentId: full('0Ak000000000001'),
      loginHistoryId: full('0Ya000000000001'),
      loginGeoId: null,
    },
  );
  check(
    'verificationHistory',
    {
      Id: '0Qt000000000001',
      VerificationTime: AT,
      UserId: ID,
      VerificationMethod: 'Totp',
      Activity: 'Login',
      Policy: 'TwoFactorAuthentication',
      Status: 'Succeeded',
      EventGroup: 7,
      SourceIp: '192.0.2.1',
      LoginHistoryId: '0Ya000000000001',
      LoginGeoId: null,
      Remarks: null,
    },
    {
      id: full('0Qt000000000001'),
      verificationTime: AT_MS,
      userId: ID18,
      method: 'Totp',
      activity: 'Login',
      policy: 'TwoFactorAuthentication',
      status: 'Succeeded',
      eventGroup: 7,
      sourceIp: '192.0.2.1',
      loginHistoryId: full('0Ya000000000001'),
      loginGeoId: null,
      remarks: null,
    },
  );
  check(
    'twoFactorMethods',
    { Id: '0Kg000000000001', UserId: ID, HasTotp: true, HasU2F: false, HasSecurityKey: true },
    { id: full('0Kg000000000001'), userId: ID18, methods: ['SecurityKey', 'Totp'] },
  );
});
