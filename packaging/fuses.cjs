// Electron's build-time switches (fuses): what nobody can turn on again in an installed program.

/** Only for a package that Playwright is to drive through the inspector; `npm run release` refuses it. */
const isTestable = process.env.SEATWATCH_PACK_TESTABLE === '1';

/** Named as @electron/fuses names them (FuseV1Options). */
const fuses = {
  // Not usable as a Node that runs any script with the rights and the keychain access of Seatwatch.
  RunAsNode: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: isTestable,
  EnableCookieEncryption: true,
  // The program is one archive whose hash stands in the executable (macOS, Windows); nothing beside it is loaded.
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  // The window's files come through a scheme of our own.
  GrantFileProtocolExtraPrivileges: false,
};

/** The form in which electron-builder wants them. */
async function fuseWire() {
  const { FuseV1Options, FuseVersion } = await import('@electron/fuses');
  const wire = Object.entries(fuses).map(([name, isOn]) => [FuseV1Options[name], isOn]);
  // A Mac with Apple silicon runs nothing without a signature, be it an ad-hoc one; changing fuses breaks it.
  return { version: FuseVersion.V1, resetAdHocDarwinSignature: true, ...Object.fromEntries(wire) };
}

module.exports = { fuses, fuseWire, isTestable };
