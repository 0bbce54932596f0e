import { area } from './catalogue';

/**
 * The data formats by their keys: name, under "KEY_for" what each is and who reads it, and under "KEY_csv" and the like
 * what to know before choosing that file format. The English is that of backend/exporter.
 */
export const formats = area(
  {
    standard: 'Standard',
    standard_for:
      'For LLaMA-Factory and ms-swift: messages with calls as their own role, tools as an array and as text.',
    standard_csv: 'LLaMA-Factory cannot train from messages in a CSV; choose JSONL or Parquet for it.',
    sharegpt: 'ShareGPT',
    sharegpt_for:
      'Turns as from and value: LLaMA-Factory, also its new version 1; without tools also ms-swift, Unsloth and torchtune.',
    sharegpt_csv: 'LLaMA-Factory cannot train from messages in a CSV; choose JSONL or Parquet for it.',
    openai: 'OpenAI messages',
    openai_for:
      'For fine-tuning at OpenAI and Azure, Axolotl, NeMo-RL and mistral-finetune. With tools, LLaMA-Factory wants Standard instead.',
    openai_csv: 'OpenAI and most trainers take this data format as JSONL only.',
    openai_parquet: 'OpenAI takes this data format as JSONL only.',
    trl: 'TRL messages',
    trl_for:
      'For TRL, Unsloth and the chat templates of Hugging Face: arguments are objects, as those templates print them.',
    trl_csv: 'TRL takes messages from a CSV for text; choose JSONL.',
    trl_parquet:
      'In Parquet every message has every column, empty or not, and arguments are text; the chat templates of Llama 3, GPT-OSS and DeepSeek stop at that. Choose JSONL.',
    trl_prompt: 'TRL prompt and completion',
    trl_prompt_for: 'For TRL when only what follows the last question is to be learnt.',
    trl_prompt_csv: 'TRL takes messages from a CSV for text; choose JSONL.',
    trl_prompt_parquet:
      'In Parquet every message has every column, empty or not, and arguments are text; the chat templates of Llama 3, GPT-OSS and DeepSeek stop at that. Choose JSONL.',
    alpaca: 'Alpaca',
    alpaca_for:
      'The last question as instruction, its answer as output, what stands before as history; conversations with tool calls are left out.',
    alpaca_csv:
      'LLaMA-Factory reads it, but not the history: of a conversation it sees the last question and answer only.',
    dpo: 'DPO pairs',
    dpo_for:
      'A better and a worse answer to one prompt, from ratings and from answers that were asked for again; for LLaMA-Factory.',
    dpo_csv: 'LLaMA-Factory cannot train from messages in a CSV; choose JSONL or Parquet for it.',
    kto: 'KTO answers',
    kto_for: 'Single answers, good or not, from ratings and from answers that were asked for again; for LLaMA-Factory.',
    kto_csv: 'LLaMA-Factory cannot train from messages in a CSV; choose JSONL or Parquet for it.',
    swift: 'ms-swift',
    swift_for: 'For ms-swift: each call is a message of its own, also when several were made at once.',
    swift_csv: 'LLaMA-Factory cannot train from messages in a CSV; choose JSONL or Parquet for it.',
    chatml: 'ChatML text',
    chatml_for:
      'One text with ChatML\'s marks, for pre-training; conversations with tool calls, or with such marks in their text, are left out.',
    spreadsheet: 'One row for each message',
    spreadsheet_for: 'A table to read, sort and count in a spreadsheet: a row for each message or call; no trainer reads it.',
    markdown: 'Markdown',
    markdown_for:
      'One readable file for each conversation, for keeping and for note-taking apps; nothing is cleaned up or left out.',
    markdown_jsonl: 'The download holds one .md file for each conversation.',
    markdown_csv: 'Choose JSONL: the download then holds one .md file for each conversation.',
    markdown_parquet: 'Choose JSONL: the download then holds one .md file for each conversation.',
  },
  {
    standard: '标准',
    standard_for: '适合 LLaMA-Factory 和 ms-swift：工具调用有自己的角色，工具同时写为数组和文本。',
    standard_csv: 'LLaMA-Factory 无法用 CSV 中的消息训练；请选择 JSONL 或 Parquet。',
    sharegpt: 'ShareGPT',
    sharegpt_for: '消息写为 from 和 value：适合 LLaMA-Factory（包括新的第 1 版）；没有工具时也适合 ms-swift、Unsloth 和 torchtune。',
    sharegpt_csv: 'LLaMA-Factory 无法用 CSV 中的消息训练；请选择 JSONL 或 Parquet。',
    openai: 'OpenAI 消息',
    openai_for: '适合在 OpenAI 和 Azure 微调，以及 Axolotl、NeMo-RL 和 mistral-finetune。带工具时，LLaMA-Factory 需要“标准”格式。',
    openai_csv: 'OpenAI 和多数训练工具只接受 JSONL 形式的此格式。',
    openai_parquet: 'OpenAI 只接受 JSONL 形式的此格式。',
    trl: 'TRL 消息',
    trl_for: '适合 TRL、Unsloth 和 Hugging Face 的聊天模板：参数写为对象，与这些模板的输出一致。',
    trl_csv: 'TRL 会把 CSV 中的消息当作文本；请选择 JSONL。',
    trl_parquet: '在 Parquet 中每条消息都有全部列（可能为空），且参数是文本；Llama 3、GPT-OSS 和 DeepSeek 的聊天模板会因此中止。请选择 JSONL。',
    trl_prompt: 'TRL 提示与补全',
    trl_prompt_for: '适合 TRL，只学习最后一个问题之后的内容。',
    trl_prompt_csv: 'TRL 会把 CSV 中的消息当作文本；请选择 JSONL。',
    trl_prompt_parquet: '在 Parquet 中每条消息都有全部列（可能为空），且参数是文本；Llama 3、GPT-OSS 和 DeepSeek 的聊天模板会因此中止。请选择 JSONL。',
    alpaca: 'Alpaca',
    alpaca_for: '最后一个问题作为指令，其回答作为输出，之前的内容作为历史；带工具调用的对话不导出。',
    alpaca_csv: 'LLaMA-Factory 可以读取，但不读历史：每个对话只看到最后的问题和回答。',
    dpo: 'DPO 对',
    dpo_for: '同一提示的较好和较差回答，来自评分和重新生成的回答；适合 LLaMA-Factory。',
    dpo_csv: 'LLaMA-Factory 无法用 CSV 中的消息训练；请选择 JSONL 或 Parquet。',
    kto: 'KTO 回答',
    kto_for: '单个回答，好或不好，来自评分和重新生成的回答；适合 LLaMA-Factory。',
    kto_csv: 'LLaMA-Factory 无法用 CSV 中的消息训练；请选择 JSONL 或 Parquet。',
    swift: 'ms-swift',
    swift_for: '适合 ms-swift：每次调用单独成为一条消息，同时调用多个时也是如此。',
    swift_csv: 'LLaMA-Factory 无法用 CSV 中的消息训练；请选择 JSONL 或 Parquet。',
    chatml: 'ChatML 文本',
    chatml_for: '带 ChatML 标记的一段文本，适合预训练；带工具调用或文本中含有此类标记的对话不导出。',
    spreadsheet: '每条消息一行',
    spreadsheet_for: '便于在电子表格中阅读、排序和统计的表格：每条消息或调用一行；训练工具不读取。',
    markdown: 'Markdown',
    markdown_for: '每个对话一个便于阅读的文件，适合保存和笔记应用；不整理，也不遗漏。',
    markdown_jsonl: '下载文件中每个对话为一个 .md 文件。',
    markdown_csv: '请选择 JSONL：下载文件中每个对话为一个 .md 文件。',
    markdown_parquet: '请选择 JSONL：下载文件中每个对话为一个 .md 文件。',
  },
);
