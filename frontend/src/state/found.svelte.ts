import { api, type FoundPlace, type Problem } from '../lib/api';
import { toApiError } from '../lib/errors';
import { importPlaces } from './imports';

/** What one tool keeps on this computer: its places, and what is in all of them. */
export interface FoundTool {
  source: string;
  places: FoundPlace[];
  files: number;
  bytes: number;
  /** When something in them changed last; null when unknown. */
  changed: string | null;
  /** There are more files than were counted. */
  more: boolean;
  /** All of them are read again when they change. */
  watched: boolean;
}

/** The look for conversations on this computer. Nothing is looked for before a person asks. */
export class Found {
  /** True while it looks. */
  looking = $state(false);
  /** The tools that were found, the one that changed last first; null before the first look. */
  tools = $state.raw<FoundTool[] | null>(null);
  /** Folders that are closed to us. */
  problems = $state.raw<Problem[]>([]);
  /** Why the last look failed; empty when it did not. */
  error = $state('');
  /** Sources of the tools to import. */
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  /** Watch what is imported from then on. */
  keep = $state(false);

  /** The paths to import. */
  readonly paths = $derived((this.tools ?? []).filter((tool) => this.chosen.has(tool.source)).flatMap((tool) => tool.places.map((place) => place.path)));

  /** Looks; at first everything that is not watched yet is chosen. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    this.error = '';
    try {
      const found = await api.findPlaces();
      this.tools = toolsOf(found.places);
      this.problems = found.problems;
      this.chosen = new Set(this.tools.filter((tool) => !tool.watched).map((tool) => tool.source));
    } catch (cause) {
      this.error = toApiError(cause).message;
    } finally {
      this.looking = false;
    }
  }

  /** Chooses a tool, or not. */
  choose(source: string, on: boolean): void {
    const now = new Set(this.chosen);
    if (on) now.add(source);
    else now.delete(source);
    this.chosen = now;
  }

  /** Imports what is chosen. What is found next may be something else, so it is looked for again then. */
  async import(): Promise<void> {
    const [paths, keep] = [this.paths, this.keep];
    this.tools = null;
    await importPlaces(paths, keep);
  }
}

/** The places of each tool together. */
export function toolsOf(places: FoundPlace[]): FoundTool[] {
  const tools = new Map<string, FoundTool>();
  for (const place of places) {
    const tool = tools.get(place.source) ?? { source: place.source, places: [], files: 0, bytes: 0, changed: null, more: false, watched: true };
    tool.places.push(place);
    tool.files += place.files;
    tool.bytes += place.bytes;
    tool.more ||= place.more;
    tool.watched &&= place.watched;
    if (place.changed && (tool.changed === null || place.changed > tool.changed)) tool.changed = place.changed;
    tools.set(place.source, tool);
  }
  return [...tools.values()].sort((a, b) => (b.changed ?? '').localeCompare(a.changed ?? ''));
}

export const found = new Found();
