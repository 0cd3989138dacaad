// The bill of materials of a package: CycloneDX 1.6 as JSON, checked against the schema of that version.
import { createHash } from 'node:crypto';
import { Contrib, Enums, Models, Serialize, Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';

const spec = Spec.Spec1dot6;

/**
 * The document's text. The same `info` (build-info.mjs), `packages` and `binaries` (bundled.mjs) always give the same
 * text. Rejects when it does not pass the schema.
 */
export async function sbomText({ info, packages, binaries }) {
  const bom = new Models.Bom({ version: 1 });
  const app = new Models.Component(Enums.ComponentType.Application, 'seatwatch', {
    version: info.version,
    bomRef: `seatwatch@${info.version}`,
    licenses: new Models.LicenseRepository([new Models.SpdxLicense('MIT')]),
  });
  bom.metadata = new Models.Metadata({
    component: app,
    ...(info.date === null ? {} : { timestamp: new Date(info.date) }),
  });
  for (const part of [...packages.map((entry) => ({ kind: 'library', ...entry })), ...binaries]) {
    const component = toComponent(part);
    bom.components.add(component);
    app.dependencies.add(component.bomRef);
  }
  bom.serialNumber = serialNumber(info, packages);
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(spec));
  const text = `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
  await requireValid(text);
  return text;
}

/** Rejects with the schema's complaint when the text is not a CycloneDX document of the version it names. */
export async function requireValid(text) {
  const { specVersion } = JSON.parse(text);
  const problem = await new Validation.JsonStrictValidator(specVersion).validate(text);
  if (problem !== null) {
    throw new Error(`the SBOM is not valid CycloneDX ${specVersion}: ${JSON.stringify(problem)}`);
  }
}

const licenses = new Contrib.License.Factories.LicenseFactory();

function toComponent({ kind, name, version, license, homepage }) {
  const [scope, base] = name.startsWith('@') ? name.split('/') : [null, name];
  const isNpm = name !== 'sqlite';
  const purl = new PackageURL(isNpm ? 'npm' : 'generic', scope, base, version, null, null).toString();
  const type = kind === 'framework' ? Enums.ComponentType.Framework : Enums.ComponentType.Library;
  return new Models.Component(type, base, {
    ...(scope === null ? {} : { group: scope }),
    version,
    bomRef: purl,
    purl,
    licenses: new Models.LicenseRepository([licenses.makeFromString(license)]),
    externalReferences: new Models.ExternalReferenceRepository(
      isUrl(homepage) ? [new Models.ExternalReference(homepage, Enums.ExternalReferenceType.Website)] : [],
    ),
  });
}

const isUrl = (text) => typeof text === 'string' && URL.canParse(text);

/** A UUID made of what the document says, so that the same sources give the same document. */
function serialNumber(info, packages) {
  const hash = createHash('sha256').update(
    JSON.stringify([info, packages.map(({ name, version }) => [name, version])]),
  );
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80; // version 8: a UUID by one's own rule
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return `urn:uuid:${groups.join('-')}`;
}
