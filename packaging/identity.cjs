// What the installers call the program and its makers. Whoever publishes packages sets the three variables once
// (docs/releasing.md); the defaults are reserved names that nobody can mistake for a real address.

module.exports = {
  appId: process.env.SEATWATCH_APP_ID || 'invalid.seatwatch.desktop',
  productName: 'Seatwatch',
  /** The command on the PATH, and the package's name. */
  commandName: 'seatwatch',
  homepage: process.env.SEATWATCH_HOMEPAGE || 'https://seatwatch.invalid/',
  maintainer: process.env.SEATWATCH_MAINTAINER || 'The Seatwatch authors <seatwatch@seatwatch.invalid>',
  /** Never changed: Windows Installer recognizes older versions by it. */
  msiUpgradeCode: '6F0C7A2E-5C0B-4E57-9C93-2C1B6E3C8A41',
};
