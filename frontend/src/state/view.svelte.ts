import type { Selection } from '../lib/api';

/** The areas of the window. */
export type ViewArea = 'conversations' | 'datasets' | 'imports';

/** The sheet or dialog over the window; there is never more than one. */
export type Sheet = 'export' | 'import' | 'keys' | 'rename' | 'tags' | null;

/** The pages of the import sheet: how to get an export, what is on this computer, what is watched, the last report. */
export type ImportPage = 'files' | 'here' | 'watched' | 'report';

/** Conversations whose tags are edited: what they are, how many, and the tags of a single one. */
export interface Tagging {
  selection: Selection;
  count: number;
  tags: string[];
}

/** What the window shows: the area, the open conversation and the sheet over it. */
export class View {
  area = $state<ViewArea>('conversations');
  /** Library id of the conversation in the reader; null when none is open. */
  open = $state<number | null>(null);
  /** Id of the message the reader shall scroll to and mark; empty for the beginning. */
  openMessage = $state('');
  sheet = $state<Sheet>(null);
  /** The page of the import sheet that was asked for; null for the one that fits. */
  importPage = $state<ImportPage | null>(null);
  /** How many dialogs are open, those inside a sheet too. */
  dialogs = $state(0);
  /** The conversation whose title is edited in the sheet "rename". */
  renaming = $state.raw<{ id: number; title: string } | null>(null);
  /** What is tagged in the sheet "tags". */
  tagging = $state.raw<Tagging | null>(null);

  /** Shows a conversation in the reader, at a message when one is named. */
  show(id: number, messageID = ''): void {
    this.area = 'conversations';
    this.open = id;
    this.openMessage = messageID;
  }

  /** Opens the import sheet at a page; without one, at the report of the last import or at how to get an export. */
  importAt(page: ImportPage | null): void {
    this.importPage = page;
    this.sheet = 'import';
  }

  /** Counts a dialog that has opened; call the answer when it has closed. */
  dialogOpened(): () => void {
    this.dialogs++;
    return () => void this.dialogs--;
  }

  /** Opens the dialog that renames a conversation. */
  rename(row: { id: number; title: string }): void {
    this.renaming = { id: row.id, title: row.title };
    this.sheet = 'rename';
  }

  /** Opens the dialog that edits the tags of one conversation. */
  tag(row: { id: number; tags: string[] }): void {
    this.tagMany({ ids: [row.id] }, 1, row.tags);
  }

  /** Opens the dialog that edits the tags of many; tags are given only when it is one. */
  tagMany(selection: Selection, count: number, tags: string[] = []): void {
    this.tagging = { selection, count, tags };
    this.sheet = 'tags';
  }
}

export const view = new View();
