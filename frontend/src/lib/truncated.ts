import type { Attachment } from 'svelte/attachments';

/** Gives an element whose text is cut off a tooltip with the whole of it, for as long as it is cut. */
export function truncated(text: string): Attachment<HTMLElement> {
  return (element) => {
    const show = () => {
      const cut = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + 1;
      if (cut) element.title = text;
      else element.removeAttribute('title');
    };
    element.addEventListener('pointerenter', show);
    return () => element.removeEventListener('pointerenter', show);
  };
}
