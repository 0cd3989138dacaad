import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Emit } from '../ipc/register';

export interface MenuDeps {
  emit: Emit;
  showLogFile: () => void;
}

/** The application menu. Every command of it is also in the window; here it has its shortcut. */
export function menuTemplate(
  { emit, showLogFile }: MenuDeps,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => {
      emit('app.navigated', { to: 'settings' });
    },
  };
  return [
    ...(mac
      ? [
          {
            label: app.name,
            submenu: [
              { role: 'about' },
              { type: 'separator' },
              settings,
              { type: 'separator' },
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              { type: 'separator' },
              { role: 'quit' },
            ],
          } satisfies MenuItemConstructorOptions,
        ]
      : []),
    {
      label: '&File',
      submenu: [
        {
          label: 'Connect an Org…',
          accelerator: 'CmdOrCtrl+N',
          click: () => {
            emit('app.navigated', { to: 'add-org' });
          },
        },
        {
          label: 'Orgs',
          accelerator: 'CmdOrCtrl+O',
          click: () => {
            emit('app.navigated', { to: 'orgs' });
          },
        },
        { type: 'separator' },
        {
          label: 'Back Up Now…',
          click: () => {
            emit('app.navigated', { to: 'backups' });
          },
        },
        ...(mac ? [] : [{ type: 'separator' } as const, settings]),
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [{ label: 'Show Log', click: showLogFile }, ...(mac ? [] : [{ role: 'about' } as const])],
    },
  ];
}

export function setupMenu(deps: MenuDeps): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(deps, process.platform)));
}
