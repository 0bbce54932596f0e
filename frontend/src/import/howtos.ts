import { say, t, type TextKey } from '../lib/i18n/index.svelte';
import { sourceName } from '../lib/sources';

/** How to get the conversations of one source, or of several that are told in one text. */
export interface HowTo {
  /** The key of the text, and of the source unless it is told for several. */
  key: string;
  /** Other sources that it is for. */
  sources?: string[];
  /** Where a service has the page for it. */
  link?: string;
}

/** The name of a text that names a group. */
type Title = Extract<TextKey, `howto.group_${string}`>;

/** The groups of the list. Every source of the backend's table has its place here; a Go test compares them. */
export const groups: { key: string; title: Title; entries: HowTo[] }[] = [
  {
    key: 'web',
    title: 'howto.group_web',
    entries: [
      { key: 'chatgpt', link: 'https://chatgpt.com/#settings/DataControls' },
      { key: 'claude_ai' },
      { key: 'gemini_takeout', link: 'https://takeout.google.com/' },
      { key: 'gemini_web' },
      { key: 'aistudio', link: 'https://drive.google.com/' },
      { key: 'deepseek' },
      { key: 'grok' },
      { key: 'lechat', link: 'https://help.mistral.ai/' },
      { key: 'perplexity' },
    ],
  },
  {
    key: 'code',
    title: 'howto.group_code',
    entries: [
      { key: 'claude_code' }, { key: 'codex' }, { key: 'gemini_cli' }, { key: 'cursor' }, { key: 'opencode' }, { key: 'cline' }, { key: 'continue' },
      { key: 'zed' }, { key: 'aider' },
    ],
  },
  {
    key: 'local',
    title: 'howto.group_local',
    entries: [
      { key: 'open_webui' }, { key: 'librechat' }, { key: 'lobechat' }, { key: 'cherry_studio' }, { key: 'anythingllm' }, { key: 'chatbot_ui' },
      { key: 'lm_studio' }, { key: 'jan' }, { key: 'sillytavern' }, { key: 'llm' },
    ],
  },
  { key: 'traces', title: 'howto.group_traces', entries: [{ key: 'mag' }, { key: 'langfuse' }, { key: 'langsmith' }, { key: 'otel_genai' }] },
  { key: 'data', title: 'howto.group_data', entries: [{ key: 'datasets', sources: ['openai', 'sharegpt', 'alpaca', 'dataset'] }] },
];

/** The name of what a how-to is for. */
export function nameOf(entry: HowTo): string {
  return entry.sources ? entry.sources.map(sourceName).join(', ') : sourceName(entry.key);
}

/** The steps of a how-to, in the language of the window. */
export function stepsOf(entry: HowTo): string[] {
  return (say(`howto.steps_${entry.key}`) ?? '').split('\n');
}

/** The groups with the how-tos in whose name or steps all the words stand; groups without any are left out. */
export function matching(words: string): { key: string; title: string; entries: HowTo[] }[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return groups
    .map((group) => ({
      key: group.key,
      title: t(group.title),
      entries: group.entries.filter((entry) => {
        const text = `${nameOf(entry)} ${entry.key} ${stepsOf(entry).join(' ')}`.toLowerCase();
        return wanted.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.entries.length > 0);
}
