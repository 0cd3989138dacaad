// Read by Electron before the app: native message boxes wait for a test to answer them, as they would for a person.
const { dialog } = require('electron');

const asked = [];
dialog.showMessageBox = (...args) =>
  new Promise((resolve) => {
    asked.push({ options: args.at(-1), resolve });
  });
globalThis.nativeDialogs = {
  /** The one on the screen; null: none. */
  shown: () => asked[0]?.options ?? null,
  press(label) {
    const response = asked[0]?.options.buttons.indexOf(label) ?? -1;
    if (response < 0) throw new Error(`no button “${label}” is on the screen`);
    const { resolve } = asked.shift();
    // What was pressed may end the process: the test hears first that it was pressed.
    setTimeout(() => resolve({ response, checkboxChecked: false }), 200);
  },
};
