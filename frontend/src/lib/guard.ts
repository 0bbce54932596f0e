import { api } from './api';

/**
 * Keeps the page in its window. A dropped file must not replace the page (WebKitGTK does that unless both events are
 * cancelled while they travel down; Wails' own handler still gets them), and a link is never followed in the window: a
 * click on one with an address of the web or of mail opens the system's program for it.
 */
export function guardWindow(): void {
  for (const type of ['dragover', 'drop']) addEventListener(type, (event) => event.preventDefault(), true);
  for (const type of ['click', 'auxclick']) addEventListener(type, followOutside, true);
}

function followOutside(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest('a[href], area[href]') : null;
  if (!link) return;
  event.preventDefault();
  const address = link.getAttribute('href') ?? '';
  if (/^(https?:|mailto:)/i.test(address)) void api.openLink(address).catch(() => {});
}
