import { describe, expect, it } from 'vitest';
import { ApiError } from '../lib/errors';
import { OpenConversation, PAGE } from './conversation.svelte';
import { FarSide, message } from './testdata';

const thread = (name: string, n: number) => Array.from({ length: n }, (_, i) => message(`${name}${i}`, i % 2 ? 'assistant' : 'user'));
const ids = (open: OpenConversation) => open.messages.map((one) => one.id);

describe('opening', () => {
  // The person clicks faster than the disk answers: the last click wins, whatever comes first.
  it('throws away the answer to an older question', async () => {
    const far = new FarSide({ 1: thread('a', 2), 2: thread('b', 3) });
    const open = new OpenConversation(far);
    far.hold(1);
    const first = open.open(1);
    await open.open(2);
    far.held.get(1)!.go();
    await first;
    expect(open.detail?.row.id).toBe(2);
    expect(ids(open)).toEqual(['b0', 'b1', 'b2']);
  });

  // Nothing flickers: the old conversation stays until the new one can replace it whole.
  it('keeps what is in view until the next is here', async () => {
    const far = new FarSide({ 1: thread('a', 2), 2: thread('b', 3) });
    const open = new OpenConversation(far);
    await open.open(1);
    open.unfolded.add('reasoning:a1');
    far.hold(2);
    const second = open.open(2);
    expect([open.loading, open.detail?.row.id, ids(open)]).toEqual([true, 1, ['a0', 'a1']]);
    far.held.get(2)!.go();
    await second;
    expect([open.loading, open.detail?.row.id, open.unfolded.size]).toEqual([false, 2, 0]);
  });

  // A conversation that is gone says so, and a second try can succeed.
  it('shows why it failed and tries again', async () => {
    const far = new FarSide({ 1: thread('a', 2) });
    const open = new OpenConversation(far);
    far.fail = new ApiError('not_found', 'conversation 1 is not in the library');
    await open.open(1);
    expect([open.detail, open.error?.code]).toEqual([null, 'not_found']);
    far.fail = null;
    await open.retry(1);
    expect([open.error, ids(open).length]).toEqual([null, 2]);
  });

  // A finding of an export names a message that may be thousands away.
  it('reads on until the message that is asked for is here', async () => {
    const open = new OpenConversation(new FarSide({ 1: thread('a', 4 * PAGE) }));
    await open.open(1, `a${PAGE + 5}`);
    expect(open.messages).toHaveLength(3 * PAGE);
    expect(open.aim).toEqual({ messageID: `a${PAGE + 5}` });
  });

  // The message may be on a branch that is not in view: then the conversation opens at its beginning.
  it('goes to the beginning for a message it does not have', async () => {
    const open = new OpenConversation(new FarSide({ 1: thread('a', PAGE + 1) }));
    await open.open(1, 'elsewhere');
    expect(open.aim).toEqual({ messageID: '' });
  });

  // Asking for another message of the open conversation must not read it again.
  it('moves within the open conversation without reading it again', async () => {
    const far = new FarSide({ 1: thread('a', 4) });
    const open = new OpenConversation(far);
    await open.open(1);
    far.asked = [];
    await open.open(1, 'a3');
    expect([far.asked, open.aim]).toEqual([[], { messageID: 'a3' }]);
  });
});

describe('pages', () => {
  // Scrolling fires often; each page is asked for once, and nothing comes twice or is left out.
  it('come one after the other, each once', async () => {
    const far = new FarSide({ 1: thread('a', 2 * PAGE + 1) });
    const open = new OpenConversation(far);
    await open.open(1);
    await Promise.all([open.loadMore(), open.loadMore()]);
    await open.loadMore();
    await open.loadMore();
    expect(far.asked.filter((what) => what.startsWith('thread'))).toEqual([`thread 1 0+${PAGE}`, `thread 1 ${PAGE}+${PAGE}`, `thread 1 ${2 * PAGE}+${PAGE}`]);
    expect(new Set(ids(open)).size).toBe(2 * PAGE + 1);
    expect(open.hasMore).toBe(false);
  });

  // A page of the conversation before must not end up in this one.
  it('of another conversation are thrown away', async () => {
    const far = new FarSide({ 1: thread('a', 2 * PAGE), 2: thread('b', 1) });
    const open = new OpenConversation(far);
    await open.open(1);
    far.hold(1);
    const more = open.loadMore();
    await open.open(2);
    far.held.get(1)!.go();
    await more;
    expect(ids(open)).toEqual(['b0']);
  });

  // A failed page leaves what is there and can be asked for again.
  it('that fail can be tried again', async () => {
    const far = new FarSide({ 1: thread('a', PAGE + 1) });
    const open = new OpenConversation(far);
    await open.open(1);
    far.fail = new ApiError('internal', 'disk');
    await open.loadMore();
    expect([open.error?.message, open.messages.length]).toEqual(['disk', PAGE]);
    far.fail = null;
    await open.retry(1);
    expect([open.error, open.messages.length]).toEqual([null, PAGE + 1]);
  });
});

describe('changes', () => {
  // After a switch of branch the reader stands where it stood: as much is loaded as before, nothing scrolls.
  it('of the branch keep the place', async () => {
    const far = new FarSide({ 1: thread('a', 2 * PAGE) });
    const open = new OpenConversation(far);
    await open.open(1);
    await open.loadMore();
    open.aim = null;
    far.threads[1] = thread('z', 3 * PAGE);
    await open.switchTo('leaf2');
    expect(far.asked).toContain('leaf 1 leaf2');
    expect([open.messages.length, open.messages[0]!.id, open.aim]).toEqual([2 * PAGE, 'z0', null]);
  });

  // A new import can change texts: the whole text shown before is then not the whole of it any more.
  it('of a message forget its whole text, others keep it', async () => {
    const far = new FarSide({ 1: [message('a', 'user', { truncated: true }), message('b', 'user', { truncated: true })] });
    const open = new OpenConversation(far);
    await open.open(1);
    await open.showAll('a');
    await open.showAll('b');
    expect(open.message(open.messages[0]!).content).toBe('text of a, whole');
    far.threads[1] = [message('a', 'user', { truncated: true, content: 'new' }), far.threads[1]![1]!];
    await open.refresh();
    expect(open.messages.map((one) => open.message(one).content)).toEqual(['new', 'text of b, whole']);
  });

  // A copy holds every message in full, also those that are not in view.
  it('do not keep a copy from being whole', async () => {
    const far = new FarSide({ 1: thread('a', PAGE + 2) });
    far.threads[1]![PAGE + 1]!.truncated = true;
    const open = new OpenConversation(far);
    await open.open(1);
    const all = await open.everything();
    expect([all.length, all.at(-1)!.content, open.messages.length]).toEqual([PAGE + 2, `text of a${PAGE + 1}, whole`, PAGE]);
  });
});
