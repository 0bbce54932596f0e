// Why: a colour that is changed by eye can make text unreadable in one of the themes.
import { describe, expect, it } from 'vitest';
import css from './tokens.css?raw';

type Colour = [red: number, green: number, blue: number, alpha: number];

/** The tokens of a theme, by name without the dashes. */
function theme(selector: string): Record<string, Colour> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#\w{6}|rgb\([^)]+\));/g)].map((m) => [m[1], colour(m[2] ?? '')]));
}

function colour(text: string): Colour {
  if (text.startsWith('#')) return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16)).concat(1) as Colour;
  return (text.match(/[\d.]+/g) ?? []).map(Number) as Colour;
}

function over([r, g, b, a]: Colour, below: Colour): Colour {
  return [r * a + below[0] * (1 - a), g * a + below[1] * (1 - a), b * a + below[2] * (1 - a), 1];
}

/** WCAG 2.2: relative luminance and contrast ratio. */
function luminance([r, g, b]: Colour): number {
  const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

function contrast(a: Colour, b: Colour): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe.each([':root', ':root.dark'])('%s', (selector) => {
  const tokens = theme(selector);
  const token = (name: string) => tokens[name] ?? expect.fail(`no token ${name}`);
  const plain = ['sidebar', 'canvas', 'raised', 'accent-soft'];
  const surfaces = plain.flatMap((name) => [[name, token(name)], [`sunken on ${name}`, over(token('sunken'), token(name))]] as [string, Colour][]);

  it.each(['ink', 'ink-2', 'ink-3', 'accent', 'danger', 'ok', 'warn'])('%s can be read on every surface', (ink) => {
    const weak = surfaces.filter(([, surface]) => contrast(token(ink), surface) < 4.5).map(([name]) => name);
    expect(weak).toEqual([]);
  });

  it.each([['accent-ink', 'accent'], ['accent-ink', 'accent-strong'], ['danger-ink', 'danger'], ['ink', 'mark'], ['ink-2', 'mark']])('%s can be read on %s', (ink, surface) => {
    expect(contrast(token(ink), token(surface))).toBeGreaterThanOrEqual(4.5);
  });

  it('shows the edge of a control', () => {
    expect(contrast(token('edge'), token('canvas'))).toBeGreaterThanOrEqual(3);
    expect(contrast(token('edge'), token('raised'))).toBeGreaterThanOrEqual(3);
  });
});
