import type { MessageView, SubRun, ToolCallView } from '../lib/api';

/** A tool call with what came of it. */
export interface Call {
  call: ToolCallView;
  /** The results that answer it; none when it has none, or none yet. */
  results: MessageView[];
  /** The sub-agent run it started. */
  run?: SubRun;
}

/** A message as it stands in the reader, with the results of its calls folded in. */
export interface Turn {
  message: MessageView;
  calls: Call[];
  /** A new node or agent begins here: its name, or empty when it has none; undefined when none begins. */
  begins?: { round: number; agent: string };
  /** The name line stands over it: somebody else speaks than before. */
  named: boolean;
  /** The model, when it is not the one of the answer before. */
  model: string;
}

/** Messages in order, and where each of them went. */
export interface Arrangement {
  turns: Turn[];
  /** The place in turns of each message id; a result has the place of its call. */
  places: Map<string, number>;
}

/**
 * Makes turns of the messages of a thread. A tool result goes below the nearest call before it that has its id; one
 * without such a call is a turn of its own, so that nothing is hidden. A call id that comes again (some sources number
 * calls afresh in each round) is answered by what follows it.
 */
export function arrange(messages: MessageView[], runs: SubRun[] = []): Arrangement {
  const turns: Turn[] = [];
  const places = new Map<string, number>();
  const open = new Map<string, Call[]>();
  const runOf = new Map(runs.filter((run) => run.call_id !== '').map((run) => [run.call_id, run]));
  const homes = new Map<Call, number>();
  let model = '';
  for (const message of messages) {
    const call = message.role === 'tool' ? answered(open.get(message.tool_call_id)) : undefined;
    if (call) {
      call.results.push(message);
      places.set(message.id, homes.get(call)!);
      continue;
    }
    const calls = message.tool_calls.map((one) => ({ call: one, results: [], run: runOf.get(one.id) }));
    for (const one of calls) homes.set(one, turns.length);
    for (const [id, same] of byID(calls)) open.set(id, same);
    const changed = message.model !== '' && message.model !== model;
    if (changed) model = message.model;
    places.set(message.id, turns.length);
    turns.push(turn(message, calls, changed ? model : '', turns[turns.length - 1]?.message));
  }
  return { turns, places };
}

/** The call that a further result belongs to: the first without one, else the last; calls of one message may share an id. */
function answered(calls: Call[] | undefined): Call | undefined {
  return calls?.find((call) => call.results.length === 0) ?? calls?.[calls.length - 1];
}

function byID(calls: Call[]): Map<string, Call[]> {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    if (call.call.id !== '') groups.set(call.call.id, [...(groups.get(call.call.id) ?? []), call]);
  }
  return groups;
}

function turn(message: MessageView, calls: Call[], model: string, before: MessageView | undefined): Turn {
  const agent = message.agent_name;
  const begins = agent !== (before?.agent_name ?? '') || (agent !== '' && message.round !== before?.round);
  const speaks = message.role === 'assistant' || message.role === 'user';
  const named = begins || !before || before.role !== message.role || before.name !== message.name || model !== '';
  return { message, calls, model, named: speaks && named, ...(begins && { begins: { round: message.round, agent } }) };
}
