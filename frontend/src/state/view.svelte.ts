/** The two areas of the window. */
export type ViewArea = 'conversations' | 'datasets';

/** The sheet or dialog over the window; there is never more than one. */
export type Sheet = 'export' | 'import' | 'keys' | null;

/** What the window shows: the area, the open conversation and the sheet over it. */
export class View {
  area = $state<ViewArea>('conversations');
  /** Library id of the conversation in the reader; null when none is open. */
  open = $state<number | null>(null);
  /** Id of the message the reader shall scroll to and mark; empty for the beginning. */
  openMessage = $state('');
  sheet = $state<Sheet>(null);

  /** Shows a conversation in the reader, at a message when one is named. */
  show(id: number, messageID = ''): void {
    this.area = 'conversations';
    this.open = id;
    this.openMessage = messageID;
  }
}

export const view = new View();
