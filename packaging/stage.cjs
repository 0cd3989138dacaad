// Where scripts/packaging/stage.mjs puts what is made for the packages and not kept in git: beside the packages, so
// that two builds into two folders do not meet.
const path = require('node:path');

/** The folders of the stage that belongs to an output folder (relative to the checkout, or absolute). */
function stageOf(output) {
  const root = path.resolve(__dirname, '..', output, '.stage');
  return {
    root,
    /** Goes into app.asar beside package.json: build-info.json. */
    app: path.join(root, 'app'),
    /** Goes beside app.asar: license, notices, SBOM, completions, an example of a policy. */
    beside: path.join(root, 'beside'),
    /** Files of deb and rpm outside the program's own folder, laid out as from /. */
    linuxRoot: path.join(root, 'linux-root'),
  };
}

module.exports = { stageOf };
