/** A picture that the library holds, as the asset server names it. */
const storedFile = /^\/files\/[0-9a-f]{64}$/;

/** A picture inside the text. SVG is not among them: it can hold scripts and remote loads. */
const dataImage = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=\s]+$/i;

/**
 * Returns the address a link may have, or null: http, https and mailto only, absolute, and without characters that hide
 * where it goes. An address relative to the window is none, for it would lead into the program itself.
 */
export function safeLink(href: string): string | null {
  const address = href.trim();
  if (!/^(?:https?:\/\/|mailto:)/i.test(address) || /[\u0000-\u0020\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/.test(address)) return null;
  try {
    return /^(?:https?|mailto):$/.test(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

/** Says whether a picture may be shown: a file of the library, or one written into the text itself. Nothing is loaded from elsewhere. */
export function safeImage(src: string): boolean {
  return storedFile.test(src) || dataImage.test(src);
}
