import { describe, expect, it } from 'vitest';
import { message } from './testdata';
import { arrange } from './turns';

const calls = (...ids: string[]) => ids.map((id) => ({ id, name: `tool_${id}`, arguments: '{}' }));
const result = (id: string, callID: string) => message(id, 'tool', { tool_call_id: callID });
/** The results of each call of each turn, by id. */
const folded = (turns: ReturnType<typeof arrange>['turns']) => turns.map((turn) => turn.calls.map((call) => call.results.map((one) => one.id)));

describe('results go below their calls', () => {
  // Parallel calls are answered in any order.
  it('by call id, whatever the order', () => {
    const { turns, places } = arrange([message('a', 'assistant', { tool_calls: calls('1', '2') }), result('r2', '2'), result('r1', '1'), message('b', 'assistant')]);
    expect(folded(turns)).toEqual([[['r1'], ['r2']], []]);
    expect(places.get('r1')).toBe(0);
    expect(places.get('b')).toBe(1);
  });

  // A lost result would be a lost part of the conversation.
  it('and stand by themselves without one', () => {
    const { turns } = arrange([result('early', '1'), message('a', 'assistant', { tool_calls: calls('1') }), result('other', '9'), result('none', '')]);
    expect(turns.map((turn) => turn.message.id)).toEqual(['early', 'a', 'other', 'none']);
    expect(folded(turns)[1]).toEqual([[]]);
  });

  // Some sources number calls afresh in each round: the answer belongs to the nearest call before it.
  it('to the nearest call before them when an id comes again', () => {
    const { turns } = arrange([
      message('a', 'assistant', { tool_calls: calls('call_0') }), result('r', 'call_0'),
      message('b', 'assistant', { tool_calls: calls('call_0') }), result('s', 'call_0'),
    ]);
    expect(folded(turns)).toEqual([[['r']], [['s']]]);
  });

  // Two calls of one message with one id, and several results of one call, both occur in exports.
  it('one for each call of the same id, the rest to the last', () => {
    const { turns } = arrange([message('a', 'assistant', { tool_calls: calls('1', '1') }), result('r', '1'), result('s', '1'), result('t', '1')]);
    expect(folded(turns)).toEqual([[['r'], ['s', 't']]]);
  });

  // Without an id nothing says that they belong together.
  it('never by an empty id', () => {
    const { turns } = arrange([message('a', 'assistant', { tool_calls: calls('') }), result('r', '')]);
    expect(turns).toHaveLength(2);
  });
});

// From a call one goes on to the run that it started.
it('puts a sub-agent run on its call', () => {
  const run = { id: 7, call_id: '2', title: 'Run' };
  const { turns } = arrange([message('a', 'assistant', { tool_calls: calls('1', '2') })], [run, { id: 8, call_id: '', title: 'loose' }]);
  expect(turns[0]!.calls.map((call) => call.run)).toEqual([undefined, run]);
});

describe('names', () => {
  // An agent's answer in ten steps names its speaker once.
  it('stand where somebody else speaks', () => {
    const { turns } = arrange([message('u', 'user'), message('a', 'assistant', { tool_calls: calls('1') }), result('r', '1'), message('b', 'assistant')]);
    expect(turns.map((turn) => turn.named)).toEqual([true, true, false]);
  });

  // The model is news only when it changes.
  it('carry the model when it changes', () => {
    const of = (id: string, model: string) => message(id, 'assistant', { model });
    const { turns } = arrange([of('a', 'm1'), message('u', 'user'), of('b', 'm1'), of('c', ''), of('d', 'm2')]);
    expect(turns.map((turn) => turn.model)).toEqual(['m1', '', '', '', 'm2']);
    expect(turns[4]!.named).toBe(true);
  });

  // In a graph run each node's part is told apart; a plain chat has no such lines.
  it('begin anew with each agent and round', () => {
    const of = (id: string, round: number, agent_name: string) => message(id, 'assistant', { round, agent_name });
    const { turns } = arrange([message('u', 'user'), of('a', 2, 'planner'), of('b', 2, 'planner'), of('c', 3, 'writer'), of('d', 4, 'writer')]);
    expect(turns.map((turn) => turn.begins?.agent)).toEqual([undefined, 'planner', undefined, 'writer', 'writer']);
    expect(arrange([message('u', 'user'), message('v', 'user', { round: 2 })]).turns[1]!.begins).toBeUndefined();
  });
});
