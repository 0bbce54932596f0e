// Why: what a person reads and presses; the parts of the sheet must be wired to its form, and usable without a mouse.
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExportRequest, Finding } from '../lib/api';
import { toasts } from '../state/toasts.svelte';
import { view } from '../state/view.svelte';
import ExportSheet from './ExportSheet.svelte';
import Framed from './Framed.test.svelte';

const finding: Finding = {
  conversation_id: 'c7', id: 7, title: 'How hot for sencha?', code: 'ORDER', level: 'drop', turn: 5, message: 'x', values: ['user', '4', '5'], message_id: 'm5',
};
const reportOf = ({ options }: ExportRequest, records: number) => ({
  dataset: options.dataset, file_name: `${options.file_name}.${options.file_format}`, file_format: options.file_format, data_format: 'standard', records, bytes: 1200,
  conversations: { selected: 3, exported: records, left_out: 3 - records }, repaired: found, left_out: [], warnings: [], code_counts: {}, repaired_records: 1,
  left_out_records: 0, truncated: false,
  ready: [
    { target: { key: 'llama-factory', name: 'LLaMA-Factory' }, records: records && records - 1, reason: '', advice: '' },
    { target: { key: 'openai', name: 'OpenAI' }, records: 0, reason: 'OpenAI does not read it.', advice: 'openai' },
  ],
});

let records: number;
let found: Finding[];

// a busy machine may take seconds to draw; what is awaited comes or the test fails
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 120_000 });

beforeEach(() => {
  [records, found] = [3, [finding]];
  view.open = null;
  const App = {
    Count: async () => 3,
    Formats: async () => [
      { key: 'standard', name: 'Standard', sentence: 's', files: [{ file_format: 'csv', offered: false, sentence: 'Choose another.' }] },
      { key: 'openai', name: 'OpenAI messages', sentence: 's', files: [] },
    ],
    Tokenizers: async () => ['o200k_base', 'cl100k_base'],
    SuggestName: async (name: string) => (name === 'tea' ? 'tea-2' : name),
    Check: async (request: ExportRequest) => ({ report: reportOf(request, records), records: Array<string>(records).fill('{"messages":[{"role":"user","content":"<b>hi</b>"}]}') }),
    Export: async (request: ExportRequest) => reportOf(request, records),
    Datasets: async () => [],
    DatasetDownload: async (name: string) => `/home/ana/${name}.zip`,
    CancelJob: async () => {},
  };
  Object.assign(window, { go: { main: { App } }, runtime: { EventsOnMultiple: () => () => {} } });
});

async function open(ids = [1, 2, 3]) {
  const onclose = vi.fn();
  render(Framed, { of: ExportSheet, having: { selection: { ids }, count: 3, onclose } });
  await screen.findByText('First 3 records, as they will be written');
  return onclose;
}

const confirm = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Confirm Export' });

describe('the export sheet', () => {
  it('shows records as text and never as HTML', async () => {
    await open();
    expect(screen.getAllByText('"<b>hi</b>"')).toHaveLength(3);
    expect(document.querySelector('b')).toBeNull();
    expect(screen.getByText(/3 records\s*·/)).toBeTruthy();
  });

  it('says why a name is refused, where a screen reader finds it', async () => {
    await open();
    const name = screen.getByLabelText('Dataset name');
    await fireEvent.input(name, { target: { value: 'a,b' } });
    expect(screen.getByText(/No comma/).id).toBe(name.getAttribute('aria-describedby'));
    expect(name.getAttribute('aria-invalid')).toBe('true');
    expect(confirm().disabled).toBe(true);
  });

  it('offers the next free name by a click', async () => {
    await open();
    const name = screen.getByLabelText<HTMLInputElement>('Dataset name');
    await fireEvent.input(name, { target: { value: 'tea' } });
    await fireEvent.click(await screen.findByRole('button', { name: 'Use “tea-2”' }));
    expect([name.value, document.activeElement === name]).toEqual(['tea-2', true]);
    await waitFor(() => expect(confirm().disabled).toBe(false));
  });

  it('cannot be confirmed when nothing can be trained', async () => {
    records = 0;
    render(Framed, { of: ExportSheet, having: { selection: { ids: [1] }, count: 1, onclose: () => {} } });
    await screen.findByText('None of these conversations can train.');
    expect(confirm().disabled).toBe(true);
  });

  it('says how many records are ready for whom, and refuses what cannot be written before the export', async () => {
    await open();
    expect(screen.getByText('2 records ready · 1 not ready · 1 record repaired')).toBeTruthy();
    await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('radio', { name: 'CSV' }).disabled).toBe(true));
    expect(screen.getByRole<HTMLButtonElement>('radio', { name: 'JSONL' }).disabled).toBe(false);
  });

  it('keeps the further choices folded, and offers them', async () => {
    await open();
    expect(screen.queryByLabelText('Branches')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'More choices' }));
    expect(screen.getByLabelText('Branches').textContent).toContain('The one in view');
    expect(screen.queryByLabelText('Counted with')).toBeNull();
    await fireEvent.input(screen.getByLabelText('Longest record, in tokens'), { target: { value: '2048' } });
    expect((await screen.findByLabelText('Counted with')).textContent).toContain('o200k_base');
  });

  it('leads from a finding to the message it speaks of', async () => {
    const onclose = await open();
    await fireEvent.click(screen.getByRole('button', { name: /1 record repaired/ }));
    await fireEvent.click(screen.getByRole('button', { name: /Two turns of one side in a row/ }));
    await fireEvent.click(screen.getByRole('button', { name: /How hot for sencha/ }));
    expect(onclose).toHaveBeenCalledOnce();
    expect([view.open, view.openMessage]).toEqual([7, 'm5']);
  });

  // A list of ten thousand is shown by the hundred; who has no mouse must not begin at the top again for each.
  it('goes on with the first of the further findings', async () => {
    found = Array<Finding>(101).fill(finding);
    await open();
    await fireEvent.click(screen.getByRole('button', { name: /1 record repaired/ }));
    await fireEvent.click(screen.getByRole('button', { name: /Two turns of one side in a row/ }));
    await fireEvent.click(screen.getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getAllByRole('button', { name: /How hot for sencha/ })[100]));
  });

  // To look at a finding closes the sheet; what was chosen in it must not be lost, and a later export begins anew.
  it('goes on as it was left for a finding, once', async () => {
    await open();
    await fireEvent.input(screen.getByLabelText('Dataset name'), { target: { value: 'my choice' } });
    await fireEvent.click(screen.getByRole('button', { name: /1 record repaired/ }));
    await fireEvent.click(screen.getByRole('button', { name: /Two turns of one side in a row/ }));
    await fireEvent.click(screen.getByRole('button', { name: /How hot for sencha/ }));
    expect(toasts.all.at(-1)?.action?.label).toBe('Back to the export');
    cleanup();
    await open();
    expect(screen.getByLabelText<HTMLInputElement>('Dataset name').value).toBe('my choice');
    cleanup();
    await open();
    expect(screen.getByLabelText<HTMLInputElement>('Dataset name').value).toBe('conversations');
  });

  // The name and the choices are of the conversations that were chosen then; other ones must not be exported under them.
  it('begins anew for other conversations than those that were left', async () => {
    await open();
    await fireEvent.input(screen.getByLabelText('Dataset name'), { target: { value: 'my choice' } });
    await fireEvent.click(screen.getByRole('button', { name: /1 record repaired/ }));
    await fireEvent.click(screen.getByRole('button', { name: /Two turns of one side in a row/ }));
    await fireEvent.click(screen.getByRole('button', { name: /How hot for sencha/ }));
    cleanup();
    await open([4, 5, 6]);
    expect(screen.getByLabelText<HTMLInputElement>('Dataset name').value).toBe('conversations');
  });

  it('exports, tells what was written, and saves the ZIP', async () => {
    await open();
    await fireEvent.click(confirm());
    const done = within(await screen.findByRole('region', { name: 'Dataset “conversations” is ready' }));
    expect(done.getByText('conversations.jsonl')).toBeTruthy();
    expect(done.getByText('3 of 3')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Download ZIP…' }));
    expect(await screen.findByText('Saved to /home/ana/conversations.zip')).toBeTruthy();
  });
});
