// THIRD-PARTY-NOTICES.txt: what the licenses of others' code in a package want to be passed on.

const RULE = '='.repeat(78);

/** The text. `packages` and `binaries` as of bundled.mjs. Throws for a license whose text nobody has. */
export function noticesText({ packages, binaries }) {
  const apache = packages.find(({ license, licenseText }) => license === 'Apache-2.0' && licenseText);
  const sections = packages.map((entry) => section(entry, textOf(entry, apache?.licenseText ?? null)));
  return [
    'Seatwatch contains software by others. Their licenses and notices follow.',
    '',
    ...binaries.map((entry) => section(entry, [entry.note, entry.licenseText].filter(Boolean).join('\n\n'))),
    ...sections,
    '',
  ].join('\n');
}

function section({ name, version, license, homepage, noticeText }, text) {
  const head = [`${name} ${version}`, `License: ${license}`, ...(homepage ? [homepage] : [])];
  const notice = noticeText ? ['', noticeText.trim()] : [];
  return [RULE, ...head, '', text.trim(), ...notice, ''].join('\n').replaceAll('\r\n', '\n');
}

/** Some packages name their license but bring no file with its text. */
function textOf({ name, license, licenseText, author }, apacheText) {
  if (licenseText) return licenseText;
  if (license === 'MIT') return mitText(author ?? `the authors of ${name}`);
  if (license === 'Apache-2.0' && apacheText) return apacheText;
  throw new Error(`${name} declares ${license} but contains no text of it: add the text to notices.mjs`);
}

const mitText = (holder) => `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
