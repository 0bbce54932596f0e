import type { ExportOptions } from '../lib/api';
import { number } from '../lib/format';
import { t } from '../lib/i18n/index.svelte';

/** The choices of an export that most people leave alone. */
export type MoreChoices = Partial<
  Pick<
    ExportOptions,
    QuestionKey | 'system_text' | 'max_tokens' | 'mistral_ids' | 'attachment_text'
  >
>;

/** Those of them that are a question with answers to choose from. */
export type QuestionKey =
  | 'reasoning' | 'spoken' | 'parallel_calls' | 'branches' | 'per' | 'system' | 'duplicates' | 'compression' | 'over' | 'tokenizer';

/** One such choice in words; the empty value is as usual. */
export interface Question {
  key: QuestionKey;
  label: string;
  options: { value: string; label: string }[];
}

/** The choices that every export has. */
export function questions(): Question[] {
  const usual = { value: '', label: t('export.as_usual') };
  return [
    {
      key: 'reasoning',
      label: t('export.reasoning'),
      options: [
        usual,
        { value: 'omit', label: t('export.reasoning_omit') },
        { value: 'field', label: t('export.reasoning_field') },
        { value: 'inline', label: t('export.reasoning_inline') },
      ],
    },
    { key: 'spoken', label: t('export.spoken'), options: [usual, { value: 'inline', label: t('export.spoken_inline') }] },
    {
      key: 'parallel_calls',
      label: t('export.parallel'),
      options: [usual, { value: 'one', label: t('export.parallel_one') }, { value: 'keep', label: t('export.parallel_keep') }],
    },
    {
      key: 'branches',
      label: t('export.branches'),
      options: [{ value: '', label: t('export.branches_view') }, { value: 'all', label: t('export.branches_all') }],
    },
    {
      key: 'per',
      label: t('export.per'),
      options: [{ value: '', label: t('export.per_conversation') }, { value: 'answer', label: t('export.per_answer') }],
    },
    {
      key: 'system',
      label: t('export.system'),
      options: [
        { value: '', label: t('export.system_keep') },
        { value: 'drop', label: t('export.system_drop') },
        { value: 'replace', label: t('export.system_replace') },
      ],
    },
    {
      key: 'duplicates',
      label: t('export.duplicates'),
      options: [{ value: '', label: t('export.duplicates_keep') }, { value: 'leave_out', label: t('export.duplicates_leave_out') }],
    },
    {
      key: 'compression',
      label: t('export.compression'),
      options: [{ value: '', label: t('export.compression_snappy') }, { value: 'zstd', label: t('export.compression_zstd') }],
    },
  ];
}

/** The choices that go with a longest record; the first tokenizer is the one used unless another is chosen. */
export function limits(tokenizers: string[]): Question[] {
  return [
    { key: 'tokenizer', label: t('export.tokenizer'), options: tokenizers.map((name, i) => ({ value: i === 0 ? '' : name, label: name })) },
    {
      key: 'over',
      label: t('export.over'),
      options: [{ value: '', label: t('export.over_leave_out') }, { value: 'cut', label: t('export.over_cut') }],
    },
  ];
}

/** The further choices that were made for a dataset, in words. */
export function answersOf(options: ExportOptions): { label: string; value: string }[] {
  const answers = questions().flatMap(({ key, label, options: known }) => {
    const chosen = options[key] ? known.find(({ value }) => value === options[key]) : undefined;
    return chosen ? [{ label, value: chosen.label }] : [];
  });
  if (options.system_text) answers.push({ label: t('export.system_text'), value: options.system_text });
  if (options.max_tokens) {
    answers.push({ label: t('export.max_tokens'), value: number(options.max_tokens) });
    for (const { key, label, options: known } of limits(options.tokenizer ? ['', options.tokenizer] : [])) {
      const chosen = known.find(({ value }) => value === (options[key] ?? ''));
      if (chosen?.label) answers.push({ label, value: chosen.label });
    }
  }
  if (options.mistral_ids) answers.push({ label: t('export.mistral_ids'), value: t('export.mistral_ids_for') });
  if (options.attachment_text) answers.push({ label: t('export.attachment_text'), value: t('export.attachment_text_for') });
  return answers;
}

/** Whether the calls of a data format may have ids as Mistral wants them. */
export function hasCallIds(dataFormat: string): boolean {
  return ['openai', 'trl', 'trl_prompt'].includes(dataFormat);
}

/** Whether a question has a meaning for a file format. */
export function asks(key: QuestionKey, fileFormat: string): boolean {
  return key !== 'compression' || fileFormat === 'parquet';
}

/** What is sent of the further choices: those that count with one another. */
export function wanted(more: MoreChoices, dataFormat: string, fileFormat: string): MoreChoices {
  const { system_text, tokenizer, over, max_tokens, mistral_ids, compression, ...rest } = more;
  const replaced = rest.system === 'replace';
  if (replaced && !system_text?.trim()) delete rest.system; // until there is a text to put in
  return {
    ...rest,
    ...(replaced && system_text?.trim() ? { system_text } : {}),
    ...(mistral_ids && hasCallIds(dataFormat) ? { mistral_ids } : {}),
    ...(compression && asks('compression', fileFormat) ? { compression } : {}),
    ...(max_tokens ? { max_tokens, tokenizer, over } : {}),
  };
}
