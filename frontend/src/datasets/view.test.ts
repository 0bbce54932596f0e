// Why: deletion is permanent; it asks once, and only a click on the button that says so deletes.
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../lib/api';
import { toasts } from '../state/toasts.svelte';
import Framed from '../export/Framed.test.svelte';
import Datasets from './Datasets.svelte';

const tea: Dataset = {
  name: 'tea', data_format: 'standard', file_format: 'jsonl', file_name: 'conversations.jsonl', records: 412, bytes: 1_200_000, created_at: '2026-11-24T08:25:00Z',
  options: { dataset: 'tea', file_name: 'conversations', file_format: 'jsonl', data_format: 'standard', as_recorded: false },
};

let kept: Dataset[];
let deleted: string[];

// a busy machine may take seconds to draw; what is awaited comes or the test fails
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 120_000 });

beforeEach(() => {
  [kept, deleted] = [[tea], []];
  const App = {
    Datasets: async () => kept,
    DatasetDelete: async (name: string) => {
      deleted.push(name);
      kept = [];
    },
    DatasetPreview: async () => ({ dataset: 'tea', records: ['{"n":1}', '{"n":2}'], total: 412 }),
    DatasetDownload: async () => '/home/ana/tea.zip',
  };
  Object.assign(window, { go: { main: { App } }, runtime: { EventsOnMultiple: () => () => {} } });
  render(Framed, { of: Datasets });
});

const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));

describe('the datasets', () => {
  it('stand in a table with what the product promises', async () => {
    await screen.findByText('412');
    const heads = screen.getAllByRole('columnheader').map((head) => head.textContent);
    expect(heads.slice(0, 6)).toEqual(['Dataset name', 'Data format', 'Created at', 'File format', 'Records', 'Size']);
  });

  it('are deleted after one question, by the button that says so', async () => {
    await press('Delete tea');
    expect(await screen.findByText(/412 records is deleted for ever/)).toBeTruthy();
    expect(deleted).toEqual([]);
    await press('Delete for ever');
    await screen.findByText('No dataset yet');
    expect(deleted).toEqual(['tea']);
  });

  it('stay when the question is cancelled', async () => {
    await press('Delete tea');
    await press('Cancel');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(deleted).toEqual([]);
  });

  it('are looked at record by record with the arrow keys, with how they were made', async () => {
    await press('Preview tea');
    await screen.findByText('Record 1 of 2');
    await fireEvent.keyDown(window, { key: 'ArrowRight' });
    expect(screen.getByText('Record 2 of 2')).toBeTruthy();
    expect(screen.getByText('First 2 of 412 records')).toBeTruthy();
    expect(screen.getByText('Training-ready')).toBeTruthy();
  });

  it('are saved, and the message says where', async () => {
    await press('Download tea');
    await waitFor(() => expect(toasts.all.at(-1)?.text).toBe('Saved to /home/ana/tea.zip'));
    expect(toasts.all.at(-1)?.action?.label).toBe('Show in folder');
  });
});
