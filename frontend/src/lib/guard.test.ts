// Why: in the web view a dropped file replaces the page and a link leads out of the program, unless both are cancelled.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { guardWindow } from './guard';

let opened: string[] = [];

beforeAll(guardWindow);
beforeEach(() => {
  opened = [];
  Object.assign(window, { go: { main: { App: { OpenLink: async (url: string) => void opened.push(url) } } } });
});

function click(html: string, type = 'click'): Event {
  document.body.innerHTML = html;
  const event = new MouseEvent(type, { bubbles: true, cancelable: true });
  document.querySelector('b')?.dispatchEvent(event);
  return event;
}

it.each(['dragover', 'drop'])('cancels %s while it travels down', (type) => {
  const event = new Event(type, { bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
});

it.each(['click', 'auxclick'])('opens a link of the web outside, by %s, and never follows it', (type) => {
  expect(click('<a href="https://example.org/a(b)"><b>x</b></a>', type).defaultPrevented).toBe(true);
  expect(opened).toEqual(['https://example.org/a(b)']);
});

it.each(['javascript:alert(1)', 'file:///etc/passwd', '/files/abc', '#part'])('cancels %s and opens nothing', (href) => {
  expect(click(`<a href="${href}"><b>x</b></a>`).defaultPrevented).toBe(true);
  expect(opened).toEqual([]);
});

it('leaves other clicks alone', () => {
  expect(click('<button><b>x</b></button>').defaultPrevented).toBe(false);
});
