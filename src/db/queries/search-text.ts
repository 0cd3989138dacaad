/** What the search box of the users page looks through. */
export function searchText(user: { name: string; username: string; email: string | null }): string {
  return foldCase(`${user.name}\n${user.username}\n${user.email ?? ''}`);
}

/** SQLite's own case folding knows ASCII only. */
export const foldCase = (text: string): string => text.normalize('NFC').toLowerCase();
