/**
 * For when a dialog or panel has gone: the focus returns to what opened it, and when that is gone by then, whoever uses
 * the keyboard goes on in the page. To be called at the end of the transition, after which its content is removed.
 */
export function focusPage(): void {
  setTimeout(() => {
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body)
      document.querySelector('main')?.focus({ preventScroll: true });
  });
}
