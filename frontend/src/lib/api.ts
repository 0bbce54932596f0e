// The bridge to the backend. This is the only file that imports the generated bindings; everything else in the window
// asks here and gets typed answers and typed errors (ApiError).
import * as app from '../wailsjs/go/main/App';
import type { chat, main } from '../wailsjs/go/models';
import { ClipboardSetText, EventsOn } from '../wailsjs/runtime/runtime';
import { toApiError } from './errors';

export type AppInfo = main.AppInfo;
export type Settings = main.Settings;
export type Theme = Settings['theme'];
export type LanguageChoice = Settings['language'];
export type Row = chat.Row;
export type Filter = chat.Filter;
export type Selection = chat.Selection;
export type ListPage = chat.ListPage;
export type Facet = chat.Facet;
export type Facets = chat.Facets;
export type Detail = chat.Detail;
export type Branch = chat.Branch;
export type SubRun = chat.SubRun;
export type ThreadPage = chat.ThreadPage;
export type MessageView = chat.MessageView;
export type ToolCallView = chat.ToolCallView;
export type AttachmentView = chat.AttachmentView;
export type Change = chat.Change;
export type ImportReport = chat.ImportReport;
export type ImportEntry = chat.ImportEntry;
export type UndoReport = chat.UndoReport;
export type Counts = chat.Counts;
export type Problem = chat.Problem;
export type Found = chat.Found;
export type FoundPlace = chat.FoundPlace;
export type WatchedPlace = chat.WatchedPlace;
export type ExportOptions = chat.ExportOptions;
export type ExportRequest = chat.ExportRequest;
export type ExportReport = chat.ExportReport;
export type CheckReport = chat.CheckReport;
export type DataFormat = chat.DataFormat;
export type FileChoice = chat.FileChoice;
export type Ready = chat.Ready;
export type Finding = chat.Finding;
export type Dataset = chat.Dataset;
export type PreviewPage = chat.PreviewPage;
export type ConversationType = Row['type'];
export type Status = Row['status'];
export type FileFormat = Dataset['file_format'];
/** A status to set; "restored" brings a deleted conversation back to what it was. */
export type StatusChange = Status | 'restored';
/** The orders a list can have; relevance only with Filter.text. */
export type Sort = 'newest' | 'oldest' | 'updated' | 'title' | 'relevance';
/** A request for one page of a list; the sort is one of Sort. */
export type ListRequest = Omit<chat.ListRequest, 'sort'> & { sort?: Sort };

/** How far a running job is (chat.Progress in Go, which travels as an event). */
export interface Progress {
  job: 'import' | 'watch' | 'undo' | 'export' | 'check' | 'download';
  /** The file being read or the dataset being written. */
  label: string;
  conversations: number;
  /** Conversations in all; 0 when unknown. */
  total: number;
  bytes_done: number;
  /** 0 when unknown. */
  bytes_total: number;
  elapsed_ms: number;
  /** Estimate of what is left; -1 when unknown. */
  left_ms: number;
  /** Conversations a second. */
  per_second: number;
  done: boolean;
}

/** Waits for a bound method and rethrows what it rejects with as an ApiError. */
async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw toApiError(cause);
  }
}

/** What the window may ask for: one function for each method of App. Each rejects with an ApiError. */
export const api = {
  /** What the window needs to know at its start. */
  info: () => ask(() => app.Info()),
  /** Keeps theme and language. */
  saveSettings: (settings: Settings) => ask(() => app.SaveSettings(settings)),
  /** One page of conversations. */
  list: (request: ListRequest) => ask(() => app.List(request)),
  /** How many conversations a selection holds. */
  count: (selection: Selection) => ask(() => app.Count(selection)),
  /** The numbers of the sidebar. */
  facets: () => ask(() => app.Facets()),
  /** The head of a conversation. */
  detail: (id: number) => ask(() => app.Detail(id)),
  /** Messages offset to offset+limit of the branch that ends at leaf; an empty leaf is the one in view. */
  thread: (id: number, leaf: string, offset: number, limit: number) => ask(() => app.Thread(id, leaf, offset, limit)),
  /** The whole of a message that a page has cut. */
  messageText: (id: number, messageID: string) => ask(() => app.MessageText(id, messageID)),
  /** Makes the branch that ends at leaf the one in view. */
  setLeaf: (id: number, leaf: string) => ask(() => app.SetLeaf(id, leaf)),
  /** Gives a conversation a new title; answers the one it had. */
  rename: (id: number, title: string) => ask(() => app.Rename(id, title)),
  /** Adds and removes tags of everything selected. */
  setTags: (selection: Selection, add: string[], remove: string[]) => ask(() => app.SetTags(selection, add, remove)),
  /** Changes the status of everything selected. */
  setStatus: (selection: Selection, to: StatusChange) => ask(() => app.SetStatus(selection, to)),
  /** Takes back the change with that token. */
  undo: (token: string) => ask(() => app.Undo(token)),
  /** Asks for files with the native dialog; none chosen is an empty list. */
  chooseFiles: () => ask(async () => (await app.ChooseFiles()) ?? []),
  /** Asks for a folder with the native dialog; none chosen is empty. */
  chooseFolder: () => ask(() => app.ChooseFolder()),
  /** Reads paths into the library. Use state/job, which shows the progress. */
  import: (paths: string[]) => ask(() => app.Import(paths)),
  /** Reads the sample conversations. Use state/job. */
  importSamples: () => ask(() => app.ImportSamples()),
  /** At most limit imports, newest first; before, when not 0, is the last one of the page before. */
  imports: (before: number, limit: number) => ask(() => app.Imports(before, limit)),
  /** One import with its report. */
  importRecord: (id: number) => ask(() => app.ImportRecord(id)),
  /** What undoing an import would do. */
  previewUndo: (id: number) => ask(() => app.PreviewUndo(id)),
  /** Undoes an import. Use state/job, which shows the progress. */
  undoImport: (id: number) => ask(() => app.UndoImport(id)),
  /** The places of this computer where tools keep conversations; only names of files are looked at. */
  findPlaces: () => ask(() => app.FindPlaces()),
  /** Reads places that were found; with keep they are watched from then on. Use state/job. */
  importPlaces: (paths: string[], keep: boolean) => ask(() => app.ImportPlaces(paths, keep)),
  /** The places that are read again when they change. */
  watched: () => ask(async () => (await app.Watched()) ?? []),
  /** Keeps folders and files as such places. */
  watch: (paths: string[]) => ask(() => app.Watch(paths)),
  /** Ends that for one; what was read from it stays. */
  unwatch: (path: string) => ask(() => app.Unwatch(path)),
  /** Reads what has changed in watched places, all when none is named; with whole, everything in them. Use state/job. */
  readWatched: (paths: string[], whole: boolean) => ask(() => app.ReadWatched(paths, whole)),
  /** Runs an export without writing it; answers its report and the first records. Use state/job. */
  check: (request: ExportRequest, preview: number) => ask(() => app.Check(request, preview)),
  /** Writes a dataset. Use state/job. */
  export: (request: ExportRequest) => ask(() => app.Export(request)),
  /** Ends the running job, if there is one; its call then rejects with code cancelled. */
  cancelJob: () => ask(() => app.CancelJob()),
  /** The data formats, in the order in which they are offered, and how well each file format serves them. */
  formats: () => ask(() => app.Formats()),
  /** The names of what can measure records; the one used unless another is chosen first. */
  tokenizers: () => ask(() => app.Tokenizers()),
  /** The name itself, or the next free dataset name after it. */
  suggestName: (name: string) => ask(() => app.SuggestName(name)),
  /** The datasets, newest first. */
  datasets: () => ask(() => app.Datasets()),
  /** The first records of a dataset, read back from its stored file. */
  datasetPreview: (name: string, limit: number) => ask(() => app.DatasetPreview(name, limit)),
  /** Saves a dataset's ZIP where the native dialog says; cancelled is an empty path. Use state/job. */
  datasetDownload: (name: string) => ask(() => app.DatasetDownload(name)),
  /** Removes a dataset for ever. */
  datasetDelete: (name: string) => ask(() => app.DatasetDelete(name)),
  /** Saves an attachment where the native dialog says; cancelled is an empty path. */
  saveAttachment: (hash: string, name: string) => ask(() => app.SaveAttachment(hash, name)),
  /** Opens an http, https or mailto address in the system's browser. */
  openLink: (url: string) => ask(() => app.OpenLink(url)),
  /** Opens the file manager at the folder that holds path. */
  showInFolder: (path: string) => ask(() => app.ShowInFolder(path)),
  /** Puts text on the clipboard; unlike the browser's own way it may take its time after a click. */
  copyText: (text: string) => ask(() => ClipboardSetText(text)),
};

/** Calls back with each progress of the running job; returns the function that ends it. */
export function onProgress(callback: (progress: Progress) => void): () => void {
  return EventsOn('progress', callback);
}

/** Calls back with the paths of dropped files and folders; returns the function that ends it. */
export function onDropped(callback: (paths: string[]) => void): () => void {
  return EventsOn('dropped', callback);
}

/** Calls back with the path of each watched place that may have changed; returns the function that ends it. */
export function onWatchedChanged(callback: (path: string) => void): () => void {
  return EventsOn('changed', callback);
}

/** The address of an attachment's bytes, served by the backend from the library. */
export function fileURL(hash: string): string {
  return `/files/${hash}`;
}
