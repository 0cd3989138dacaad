// Draws packaging/icons from resources/icon.svg in all sizes and formats that installers want. Only after changing the
// icon; the results are kept in git because electron-builder would download a tool for each conversion.
//
// usage: electron --ozone-platform=headless [--no-sandbox] scripts/packaging/make-icons.cjs
const { app, BrowserWindow } = require('electron');
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const folder = path.join(root, 'packaging', 'icons');
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Apple's type codes of PNG pictures in an .icns file. */
const ICNS_TYPES = { icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };
const LINUX_LARGEST = 512;

app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('data:text/html,<canvas></canvas>');
  const svg = `data:image/svg+xml;base64,${readFileSync(path.join(root, 'resources', 'icon.svg')).toString('base64')}`;
  const pictures = new Map();
  for (const size of SIZES) pictures.set(size, await draw(window, svg, size));
  for (const [size, png] of pictures) {
    if (size <= LINUX_LARGEST) writeFileSync(path.join(folder, `${size}x${size}.png`), png);
  }
  writeFileSync(path.join(folder, 'icon.ico'), ico(pictures));
  writeFileSync(path.join(folder, 'icon.icns'), icns(pictures));
  app.exit(0);
});

async function draw(window, svg, size) {
  const url = await window.webContents.executeJavaScript(`(async () => {
    const picture = new Image();
    picture.src = ${JSON.stringify(svg)};
    await picture.decode();
    const canvas = document.querySelector('canvas');
    canvas.width = canvas.height = ${size};
    canvas.getContext('2d').drawImage(picture, 0, 0, ${size}, ${size});
    return canvas.toDataURL('image/png');
  })()`);
  return Buffer.from(url.split(',')[1], 'base64');
}

/** A directory of PNG pictures, as Windows reads it since Vista. */
function ico(pictures) {
  const ENTRY = 16;
  const header = Buffer.alloc(6);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(ICO_SIZES.length, 4);
  let offset = header.length + ICO_SIZES.length * ENTRY;
  const entries = ICO_SIZES.map((size) => {
    const entry = Buffer.alloc(ENTRY);
    entry[0] = entry[1] = size % 256; // 0 stands for 256
    entry.writeUInt16LE(1, 4); // planes
    entry.writeUInt16LE(32, 6); // bits of a pixel
    entry.writeUInt32LE(pictures.get(size).length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += pictures.get(size).length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...ICO_SIZES.map((size) => pictures.get(size))]);
}

function icns(pictures) {
  const chunk = (type, content) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(head.length + content.length, 4);
    return Buffer.concat([head, content]);
  };
  const chunks = Object.entries(ICNS_TYPES).map(([type, size]) => chunk(type, pictures.get(size)));
  return chunk('icns', Buffer.concat(chunks));
}
