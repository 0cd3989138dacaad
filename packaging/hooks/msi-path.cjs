// Electron-builder calls this with the WiX project of the MSI: the command line goes onto the machine's PATH.
const { readFileSync, writeFileSync } = require('node:fs');

// The component's identity; never changed, so that an upgrade replaces the entry instead of adding one.
const COMPONENT_GUID = '2C9E5A70-6D0C-4C6E-8C2E-0B9D1C5A7F13';
const END_OF_COMPONENTS = '</ComponentGroup>';

const component = `<Component Id="CommandLinePath" Guid="${COMPONENT_GUID}" KeyPath="yes">
        <CreateFolder/>
        <Environment Id="SeatwatchPath" Name="PATH" Action="set" Part="last" System="yes" Permanent="no" Value="[APPLICATIONFOLDER]resources\\bin"/>
      </Component>
    ${END_OF_COMPONENTS}`;

exports.default = function addToPath(projectFile) {
  const project = readFileSync(projectFile, 'utf8');
  if (project.split(END_OF_COMPONENTS).length !== 2) {
    throw new Error(`${projectFile} is not the WiX project this hook was written for`);
  }
  writeFileSync(
    projectFile,
    project.replace(END_OF_COMPONENTS, () => component),
  );
};
