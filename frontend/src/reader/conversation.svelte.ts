import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { api, type Detail, type MessageView, type ThreadPage } from '../lib/api';
import { type ApiError, toApiError } from '../lib/errors';
import { arrange } from './turns';

/** Messages of one page; a page is at most a few megabytes, for the backend cuts long texts. */
export const PAGE = 100;

/** Messages of one page when many are read on the way to a far place. */
const BULK = 200;

/** Where the reader shall scroll to: a turn that is loaded, or the beginning. */
export interface Aim {
  /** Id of the message to mark; empty for the beginning. */
  messageID: string;
}

/** What the bridge must answer for the reader; the window gives it the real one. */
export type Bridge = Pick<typeof api, 'detail' | 'thread' | 'messageText' | 'setLeaf'>;

/**
 * The conversation in the reader. Its messages come in pages from the beginning; the one before stays in view until the
 * first page of the next is there, so that nothing flickers, and an answer to an older question is thrown away.
 */
export class OpenConversation {
  detail = $state.raw<Detail | null>(null);
  /** The messages that are here: the first of the branch in view, without a gap. */
  messages = $state.raw<MessageView[]>([]);
  /** How many messages the branch has. */
  total = $state(0);
  /** True from open until its first page is here. */
  loading = $state(false);
  loadingMore = $state(false);
  /** Why the conversation, or its next page, could not be read; null when it could. */
  error = $state.raw<ApiError | null>(null);
  /** Where to scroll, when there is somewhere; the view takes it. */
  aim = $state.raw<Aim | null>(null);
  /** What is unfolded, by a key that the view makes. */
  readonly unfolded = new SvelteSet<string>();
  /** Whole texts of messages that the page has cut, by message id. */
  readonly whole = new SvelteMap<string, MessageView>();

  readonly arrangement = $derived(arrange(this.messages, this.detail?.sub_runs ?? []));

  /** Counts openings and reloads: what was asked for another one is stale. */
  #question = 0;
  #more: Promise<void> | null = null;

  constructor(private readonly bridge: Bridge = api) {}

  /** True when messages of the branch are not here yet. */
  get hasMore(): boolean {
    return this.messages.length < this.total;
  }

  /** The message as a page gave it, or the whole of it when that was asked for. */
  message(message: MessageView): MessageView {
    return this.whole.get(message.id) ?? message;
  }

  /** Shows a conversation, at a message when one is named. The same one again only moves to that message. */
  async open(id: number, messageID = ''): Promise<void> {
    const isNew = this.detail?.row.id !== id;
    if (isNew || this.loading) await this.#load(id, PAGE, () => this.#forget());
    if (isNew || messageID !== '') await this.goTo(messageID);
  }

  /** Reads everything that is here again after a change in the library; what is in view stays until then. */
  async refresh(): Promise<void> {
    const id = this.detail?.row.id;
    if (id !== undefined && !this.loading) await this.#load(id, Math.max(PAGE, this.messages.length));
  }

  /** Tries again what failed. */
  async retry(id: number): Promise<void> {
    if (this.detail?.row.id === id && this.messages.length > 0) return this.loadMore();
    await this.#load(id, PAGE, () => this.#forget());
  }

  /** Reads the next page of messages. */
  loadMore(): Promise<void> {
    if (!this.hasMore || this.loading) return Promise.resolve();
    this.#more ??= this.#read(PAGE, () => true).finally(() => (this.#more = null));
    return this.#more;
  }

  /** Reads until the message is here, and aims at it; at the beginning when the branch in view does not have it. */
  async goTo(messageID: string): Promise<void> {
    const question = this.#question;
    if (messageID !== '' && !this.arrangement.places.has(messageID)) await this.#readOn((page) => page.some((one) => one.id === messageID));
    if (question === this.#question && !this.error) this.aim = { messageID: this.arrangement.places.has(messageID) ? messageID : '' };
  }

  /** Reads every message of the branch. */
  loadAll(): Promise<void> {
    return this.#readOn(() => false);
  }

  /** Brings the branch that ends at leaf into view; what is above the fork stays where it is. */
  async switchTo(leaf: string): Promise<void> {
    const id = this.detail?.row.id;
    if (id === undefined) return;
    try {
      await this.bridge.setLeaf(id, leaf);
    } catch (cause) {
      this.error = toApiError(cause);
      return;
    }
    if (this.detail?.row.id === id) await this.refresh();
  }

  /** Reads the whole of a message that was cut. */
  async showAll(messageID: string): Promise<MessageView | null> {
    const id = this.detail?.row.id;
    if (id === undefined) return null;
    const known = this.whole.get(messageID);
    if (known) return known;
    const message = await this.bridge.messageText(id, messageID);
    if (this.detail?.row.id === id) this.whole.set(messageID, message);
    return message;
  }

  /** Every message of the branch, whole, for a copy. What is in view does not change. */
  async everything(): Promise<MessageView[]> {
    const { detail } = this;
    if (!detail) return [];
    const { row, leaf } = detail;
    const all: MessageView[] = [];
    for (let page: ThreadPage | null = null; page === null || all.length < page.total; ) {
      page = await this.bridge.thread(row.id, leaf, all.length, PAGE);
      if (page.messages.length === 0) break;
      for (const message of page.messages) {
        all.push(message.truncated ? await this.bridge.messageText(row.id, message.id) : message);
      }
    }
    return all;
  }

  /** Reads head and first messages and puts them in view together. */
  async #load(id: number, limit: number, before = () => {}): Promise<void> {
    const question = ++this.#question;
    this.loading = true;
    this.error = null;
    try {
      const detail = await this.bridge.detail(id);
      const page = await this.#first(id, detail.leaf, limit);
      if (question !== this.#question) return;
      before();
      this.detail = detail;
      this.#put(page);
    } catch (cause) {
      if (question !== this.#question) return;
      before();
      this.error = toApiError(cause);
    }
    this.loading = false;
  }

  /** Reads the first messages of a branch, in pages. */
  async #first(id: number, leaf: string, limit: number): Promise<ThreadPage> {
    const all = await this.bridge.thread(id, leaf, 0, PAGE);
    while (all.messages.length < Math.min(limit, all.total)) {
      const next = await this.bridge.thread(id, leaf, all.messages.length, PAGE);
      if (next.messages.length === 0) break;
      all.messages.push(...next.messages);
    }
    return all;
  }

  /** Takes messages in the place of those that are here. The whole text of one that has changed is forgotten. */
  #put(page: ThreadPage): void {
    const before = new Map(this.messages.map((message) => [message.id, message.content]));
    for (const { id, content } of page.messages) {
      if (before.get(id) !== content) this.whole.delete(id);
    }
    this.messages = page.messages;
    this.total = page.total;
  }

  /** Reads on until a page is the last that is needed, or there is no more. */
  async #readOn(isLast: (page: MessageView[]) => boolean): Promise<void> {
    const question = this.#question;
    await this.#more;
    if (question !== this.#question || !this.hasMore || this.error) return;
    this.#more = this.#read(BULK, isLast).finally(() => (this.#more = null));
    await this.#more;
  }

  /** Reads pages until one is the last that is needed, and puts what came in view at once: each time costs a layout. */
  async #read(limit: number, isLast: (page: MessageView[]) => boolean): Promise<void> {
    const question = this.#question;
    const { detail } = this;
    if (!detail) return;
    this.loadingMore = true;
    this.error = null;
    const all = [...this.messages];
    let { total } = this;
    try {
      for (let done = false; !done && all.length < total; ) {
        const page = await this.bridge.thread(detail.row.id, detail.leaf, all.length, limit);
        if (question !== this.#question) return;
        all.push(...page.messages);
        total = page.messages.length === 0 ? all.length : page.total;
        done = isLast(page.messages);
      }
    } catch (cause) {
      if (question === this.#question) this.error = toApiError(cause);
    } finally {
      this.loadingMore = false;
    }
    if (question !== this.#question) return;
    this.messages = all;
    this.total = total;
  }

  #forget(): void {
    this.detail = null;
    this.messages = [];
    this.total = 0;
    this.aim = null;
    this.unfolded.clear();
    this.whole.clear();
  }
}
