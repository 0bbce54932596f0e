import type { Attachment } from 'svelte/attachments';
import { colourCode } from './code';
import { typeset } from './typeset';

/** What the parts of a message that come to life are called, and what a click on them does. */
export interface Enrichment {
  copy: string;
  copyLabel: string;
  copied: string;
  table: string;
  code: string;
  enlarge: (alt: string) => string;
  oncopy: (text: string) => Promise<boolean>;
  onpicture: (src: string, alt: string) => void;
}

/** How far below the visible part formulas and code are made ready. */
const ahead = '600px 0px';

/** Brings a rendered message to life: code gets colours and a button to copy it, formulas are set, pictures open. */
export function enrich(how: Enrichment): Attachment<HTMLElement> {
  return (root) => {
    for (const block of root.querySelectorAll<HTMLElement>('pre')) addCopyButton(block, how);
    for (const image of root.querySelectorAll<HTMLImageElement>('img')) makeButton(image, how);
    for (const area of root.querySelectorAll<HTMLElement>('pre, .table')) {
      makeScrollable(area, area.tagName === 'PRE' ? how.code : how.table);
    }
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        void (target.matches('.formula') ? typeset : colourCode)(target as HTMLElement);
      }
    }, { rootMargin: ahead });
    for (const late of root.querySelectorAll('.formula, pre > code[class]')) near.observe(late);
    return () => near.disconnect();
  };
}

function addCopyButton(block: HTMLElement, how: Enrichment): void {
  const frame = document.createElement('div');
  frame.className = 'code';
  block.replaceWith(frame);
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = how.copy;
  button.setAttribute('aria-label', how.copyLabel);
  button.addEventListener('click', async () => {
    if (!(await how.oncopy((block.textContent ?? '').replace(/\n$/, '')))) return;
    button.textContent = how.copied;
    button.setAttribute('aria-label', how.copied);
    setTimeout(() => {
      button.textContent = how.copy;
      button.setAttribute('aria-label', how.copyLabel);
    }, 1500);
  });
  frame.append(block, button);
}

function makeButton(image: HTMLImageElement, how: Enrichment): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'picture';
  button.setAttribute('aria-label', how.enlarge(image.alt));
  button.addEventListener('click', () => how.onpicture(image.getAttribute('src') ?? '', image.alt));
  image.addEventListener('error', () => button.replaceWith(image.alt));
  image.replaceWith(button);
  button.append(image);
}

/** Lets the keyboard reach what can only be seen by scrolling sideways. */
function makeScrollable(area: HTMLElement, name: string): void {
  if (area.scrollWidth <= area.clientWidth) return;
  area.tabIndex = 0;
  area.setAttribute('role', 'region');
  area.setAttribute('aria-label', name);
}
