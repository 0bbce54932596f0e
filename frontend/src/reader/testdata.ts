import type { Detail, MessageView, ThreadPage } from '../lib/api';
import type { Bridge } from './conversation.svelte';

/** A message for a test: what is not given is what a plain message has. */
export function message(id: string, role: MessageView['role'], over: Partial<MessageView> = {}): MessageView {
  return {
    id, role, round: 1, agent_name: '', content: `text of ${id}`, truncated: false, reasoning: '', tool_calls: [], tool_call_id: '', name: '', model: '',
    channel: '', rating: 0, is_error: false, created_at: null, attachments: [], siblings: [], sibling: 0, ...over,
  };
}

/** The head of a conversation with some messages. */
export function detail(id: number, total: number, over: Partial<Detail> = {}): Detail {
  return {
    row: {
      id, source: 'chatgpt', external_id: `x${id}`, title: `Conversation ${id}`, type: 'chat', status: 'active', tags: [], model: '', created_at: null, updated_at: null,
      date_is_guess: false, rounds: 1, messages: total, excerpt: '', snippet: '', parent_id: 0, sub_agents: 0,
    },
    leaf: 'leaf', branches: [], total, sub_runs: [], ...over,
  };
}

/** The far side of the bridge: conversations in memory, each answer held until the test lets it go. */
export class FarSide implements Bridge {
  /** What was asked, in order. */
  asked: string[] = [];
  /** Holds the answers about a conversation until let go. */
  held = new Map<number, { promise: Promise<void>; go: () => void }>();
  fail: unknown = null;

  constructor(public threads: Record<number, MessageView[]>) {}

  hold(id: number): void {
    let go = () => {};
    const promise = new Promise<void>((resolve) => (go = resolve));
    this.held.set(id, { promise, go });
  }

  detail = async (id: number): Promise<Detail> => {
    await this.#answer(`detail ${id}`, id);
    return detail(id, this.threads[id]!.length);
  };

  thread = async (id: number, _leaf: string, offset: number, limit: number): Promise<ThreadPage> => {
    await this.#answer(`thread ${id} ${offset}+${limit}`, id);
    const all = this.threads[id]!;
    return { messages: all.slice(offset, offset + limit), offset, total: all.length };
  };

  messageText = async (id: number, messageID: string): Promise<MessageView> => {
    await this.#answer(`text ${id} ${messageID}`, id);
    const found = this.threads[id]!.find((one) => one.id === messageID)!;
    return { ...found, truncated: false, content: `${found.content}, whole` };
  };

  setLeaf = async (id: number, leaf: string): Promise<void> => {
    await this.#answer(`leaf ${id} ${leaf}`, id);
  };

  async #answer(what: string, id: number): Promise<void> {
    this.asked.push(what);
    await this.held.get(id)?.promise;
    if (this.fail) throw this.fail;
  }
}
