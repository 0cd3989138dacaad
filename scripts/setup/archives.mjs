// Just enough tar and zip to unpack one known package without unzip, tar or a library.
import { gunzipSync, inflateRawSync } from 'node:zlib';

const TAR_BLOCK = 512;

/** The content of the first entry of a .tar.gz whose name passes `accept`, or null. */
export function findInTarGz(archive, accept) {
  const tar = gunzipSync(archive);
  for (let offset = 0; offset < tar.length;) {
    const name = textUpToNul(tar, offset, 100);
    if (name === '') return null; // the archive ends with empty blocks
    const size = Number.parseInt(textUpToNul(tar, offset + 124, 12), 8);
    const start = offset + TAR_BLOCK;
    if (accept(name)) return tar.subarray(start, start + size);
    offset = start + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  return null;
}

function textUpToNul(buffer, offset, length) {
  const text = buffer.toString('latin1', offset, offset + length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

const END_OF_DIRECTORY = 0x06054b50;
const STORED = 0;

/** The files of a zip archive: name, Unix permission bits and a function that returns the content. */
export function* zipFiles(zip) {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw new Error('not a zip archive');
  const count = zip.readUInt16LE(end + 10);
  let entry = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const method = zip.readUInt16LE(entry + 10);
    const size = zip.readUInt32LE(entry + 20);
    const nameLength = zip.readUInt16LE(entry + 28);
    const skip = zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
    const mode = zip.readUInt32LE(entry + 38) >>> 16;
    const header = zip.readUInt32LE(entry + 42);
    const name = zip.toString('utf8', entry + 46, entry + 46 + nameLength);
    entry += 46 + nameLength + skip;
    if (name.endsWith('/')) continue;
    const read = () => {
      const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
      const packed = zip.subarray(start, start + size);
      return method === STORED ? packed : inflateRawSync(packed);
    };
    yield { name, permissions: mode & 0o777 || 0o644, read };
  }
}
