// Conversation text is hostile: it was written by models, strangers and web pages. Every payload here goes the ways a
// text can go in the reader, and nothing of it may run, load, link, ask for input or style the window.
import { describe, expect, it } from 'vitest';
import { colourCode } from './code';
import { safeImage, safeLink } from './links';
import { makeRenderer } from './markdown';
import { sanitize } from './sanitize';

const renderer = makeRenderer({ done: 'Done', open: 'To do' });

const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe><object data="data:text/html,x"></object><embed src=x>',
  '<form action="https://evil.example"><input name=q><button>go</button></form>',
  '<a href="javascript:alert(1)">x</a><a href="data:text/html,<script>alert(1)</script>">y</a>',
  '<link rel=stylesheet href=https://evil.example/x.css><style>*{display:none}</style>',
  '<meta http-equiv=refresh content="0;url=https://evil.example"><base href="https://evil.example/">',
  '<video src=https://evil.example/v autoplay></video><audio src=x></audio><picture><source srcset=https://evil.example/p></picture>',
  '<div style="position:fixed;inset:0;background:url(https://evil.example/b)">x</div>',
  '<p id=app name=body class="fixed inset-0">clobber</p>',
  '<details open ontoggle=alert(1)>x</details><body onload=alert(1)>',
  '<a href="https://ok.example" onclick="alert(1)" target="_blank" ping="https://evil.example">x</a>',
  '[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](java\nscript:alert(1)) [x](&#106;avascript:alert(1))',
  '[x](vbscript:x) [x](data:text/html;base64,PHNjcmlwdD4=) [x](file:///etc/passwd) [x](//evil.example) [x](/files/x) [x](wails://x)',
  '[x](<javascript:alert(1)>) [x][r]\n\n[r]: javascript:alert(1)',
  '[x](https://ok.example "\\" onmouseover=\\"alert(1)")',
  '![x](javascript:alert(1)) ![x](https://evil.example/t.png) ![x](data:image/svg+xml;base64,PHN2Zz4=) ![x](/files/../index.html)',
  '![x](x"onerror="alert(1)) ![" onerror="alert(1)](https://evil.example/t.png)',
  '<https://ok.example/"onmouseover="alert(1)> <javascript:alert(1)>',
  '```html" onmouseover="alert(1)\n<script>alert(1)</script>\n```',
  '```js\n</code></pre><img src=x onerror=alert(1)>\n```',
  '`<img src=x onerror=alert(1)>`',
  '$<img src=x onerror=alert(1)>=x^2$ $$</span><script>alert(1)</script>_2$$ \\[<svg onload=alert(1)>^2\\]',
  '|<img src=x onerror=alert(1)>|b|\n|-|-|\n|<br onclick=alert(1)>|[x](javascript:alert(1))|',
  '# <img src=x onerror=alert(1)>\n- [x] <script>alert(1)</script>',
  '<br onload=alert(1)><br/onclick=alert(1)>',
  '\u0000<scr\u0000ipt>alert(1)</script> \ud800 <img src="x" onerror\u0000=alert(1)>',
];

const allowed = /^(?:P|BR|HR|H[4-6]|STRONG|EM|DEL|CODE|PRE|BLOCKQUOTE|UL|OL|LI|TABLE|THEAD|TBODY|TR|TH|TD|A|IMG|SPAN|DIV)$/;
const attributes = /^(?:href|title|src|alt|start|align|class|rel|role|aria-label|loading)$/;

/** Fails when html, put into a page, holds anything that a message may not consist of. */
function expectHarmless(html: string): void {
  document.body.innerHTML = html;
  for (const element of document.body.querySelectorAll('*')) {
    expect(element.tagName).toMatch(allowed);
    for (const name of element.getAttributeNames()) expect(name).toMatch(attributes);
    const href = element.getAttribute('href');
    if (href !== null) expect(new URL(href).protocol).toMatch(/^(?:https?|mailto):$/);
    const src = element.getAttribute('src');
    if (src !== null) expect(src).toMatch(/^(?:\/files\/[0-9a-f]{64}$|data:image\/(?:png|jpeg|gif|webp);base64,)/);
    for (const one of element.classList) expect(one).toMatch(/^(?:formula|display|table|task|remote|long|depth-\d|language-[\w+#.-]+)$/);
  }
}

describe.each(payloads)('%s', (payload) => {
  it('is harmless as Markdown of a model', () => expectHarmless(renderer.written(payload)));
  it('is harmless as a person typed it', () => expectHarmless(renderer.typed(payload)));
  it('is harmless in code, in a quotation and in a link', () => {
    expectHarmless(renderer.written('````\n' + payload + '\n````'));
    expectHarmless(renderer.written(payload.replace(/^/gm, '> ')));
    expectHarmless(renderer.written(`[${payload}](${payload})`));
  });
  // The renderer shows HTML as text; should it ever let some through, the sanitizer alone must hold.
  it('is harmless after the sanitizer alone', () => expectHarmless(sanitize(payload)));
  it('is harmless as highlighted code', async () => {
    for (const language of ['html', 'javascript', 'markdown', 'unknown']) {
      const code = document.createElement('code');
      code.className = `language-${language}`;
      code.textContent = payload;
      const before = code.textContent;
      await colourCode(code);
      expect(code.querySelectorAll(':not(span)')).toHaveLength(0);
      for (const span of code.querySelectorAll('span')) expect(span.getAttributeNames()).toEqual(['class']);
      expect(code.textContent?.replaceAll('\0', '')).toBe(before.replaceAll('\0', '')); // HTML knows no NUL
    }
  });
});

// Stored text must stay readable: a payload is shown, not swallowed.
it('shows a payload as the text it is', () => {
  document.body.innerHTML = renderer.written('before <script>alert(1)</script> after');
  expect(document.body.textContent?.trim()).toBe('before <script>alert(1)</script> after');
});

describe('addresses', () => {
  it.each(['https://e.example/a?b=c#d', 'http://e.example', 'mailto:a@e.example', 'HTTPS://E.example/(x)'])('takes %s', (href) => {
    expect(safeLink(href)).toBe(href);
  });
  it.each([
    'javascript:alert(1)', ' javascript:alert(1)', 'java\tscript:x', 'data:text/html,x', 'file:///x', 'wails://x', '//e.example', '/files/x', '#x', '', 'https://',
    'https://e.example/\u202egnp.exe', 'ftp://e.example', 'sandbox:/mnt/data/x',
  ])('refuses %s', (href) => {
    expect(safeLink(href)).toBeNull();
  });
  it.each(['/files/ABC', '/files/../x', `/files/${'0'.repeat(63)}`, `https://e.example/files/${'0'.repeat(64)}`, 'data:image/svg+xml;base64,AA', 'data:text/html;base64,AA', 'blob:x'])(
    'loads no picture from %s',
    (src) => expect(safeImage(src)).toBe(false),
  );
});
