import { area } from './catalogue';

/**
 * How to get the conversations of each source, named by its key: short, one step a line. Where the menus of a service are
 * not certain, the text names none. Two sources may share a text (import/howtos.ts).
 */
export const howto = area(
  {
    filter: 'Find a service or a tool',
    none: 'No service or tool of that name. Loquat may still know the file: drop it on this window.',
    group_web: 'Web chats',
    group_code: 'Coding agents',
    group_local: 'Self-hosted and local programs',
    group_traces: 'Agent platforms and traces',
    group_data: 'Datasets',
    open: 'Open its page',

    steps_chatgpt:
      'In ChatGPT, open Settings → Data controls → Export data, choose Export and confirm.\nA message with a link comes by e-mail or SMS, mostly within minutes, sometimes after days. The link works for 24 hours.\nDrop the ZIP here, or its conversations.json. Business and Enterprise workspaces do not offer this export.',
    steps_claude_ai:
      'In Claude in the browser or on the desktop (not in the mobile app), open Settings → Privacy and choose Export data.\nA link comes by e-mail. It works for 24 hours, and only while you are signed in.\nDrop the ZIP here.',
    steps_gemini_takeout:
      'Open takeout.google.com, deselect all, and select My Activity only (the product “Gemini” holds no chats).\nIn “All activity data included” keep only Gemini Apps; choose JSON as the format in “Multiple formats”, where HTML is the default. Both are read.\nDrop the ZIP here. Google keeps each question by itself, so each becomes a conversation of its own.',
    steps_gemini_web: 'Browser extensions save single chats of Gemini as JSON. Drop those files here.',
    steps_aistudio:
      'Prompts of AI Studio lie in your Google Drive, in the folder “Google AI Studio”.\nDownload that folder from Drive and drop the ZIP here.',
    steps_deepseek: 'In DeepSeek’s settings, ask for an export of your data.\nDrop the ZIP here, or its conversations.json.',
    steps_grok: 'On grok.com, ask in the settings of your account for a download of your data.\nDrop the ZIP here. What X (x.com) exports is something else.',
    steps_lechat: 'Le Chat offers an export of your data; Mistral’s help centre (help.mistral.ai) says where it is now.\nDrop the ZIP here.',
    steps_perplexity:
      'Perplexity offers no export of everything. Threads that a browser extension saved as JSON are read, and so are the data that Perplexity sends an account holder on request.\nDrop those files here.',

    steps_claude_code:
      'Use “Find on this computer”. The sessions lie in ~/.claude/projects; you can also choose that folder.\nClaude Code deletes sessions after 30 days unless its settings say otherwise (cleanupPeriodDays): keep watching it.',
    steps_codex: 'Use “Find on this computer”. The sessions lie in ~/.codex/sessions and ~/.codex/archived_sessions; you can also choose these folders.',
    steps_gemini_cli: 'Use “Find on this computer”. The sessions lie in ~/.gemini/tmp, in a folder for each project; you can also choose that folder.',
    steps_opencode: 'Use “Find on this computer”. The sessions lie in ~/.local/share/opencode (opencode.db or storage), on every system; you can also choose that folder.',
    steps_cline:
      'Use “Find on this computer”. Cline, Roo Code and Kilo Code keep their tasks in the folder globalStorage of the editor; newer versions of Cline in ~/.cline/data.\nYou can also choose the folder “tasks” of an extension.',
    steps_cursor: 'Use “Find on this computer”. Chats lie in state.vscdb in the folder User of Cursor’s settings, transcripts of the agent in ~/.cursor/projects.\nYou can also choose that file or these folders.',
    steps_continue: 'Use “Find on this computer”. The sessions lie in ~/.continue/sessions; you can also choose that folder.',
    steps_zed: 'Use “Find on this computer”. The threads lie in threads.db in Zed’s data folder; you can also choose that file.',
    steps_aider: 'Use “Find on this computer”. Each repository has a file .aider.chat.history.md; you can also choose it, or a folder of repositories.',

    steps_open_webui:
      'In Open WebUI, open Settings → Data Controls and choose Export Chats.\nDrop the JSON file here. The database webui.db is read as well; “Find on this computer” looks in its usual places.',
    steps_librechat: 'In LibreChat, open a conversation, choose Export and the format JSON.\nDrop the files here.',
    steps_lobechat: 'In LobeChat, export your data in the settings.\nDrop the JSON file here.',
    steps_cherry_studio: 'In Cherry Studio, open the data settings and make a backup to a file.\nDrop the ZIP here.',
    steps_anythingllm:
      'In AnythingLLM, open the chat logs of the workspaces and choose Export (it needs at least ten).\nDrop the JSON or CSV file here. The desktop program’s database, anythingllm.db in its folder storage, is read as well.',
    steps_chatbot_ui: 'In Chatbot UI, choose Export data.\nDrop the JSON file here.',
    steps_lm_studio: 'Use “Find on this computer”. The conversations lie in ~/.lmstudio/conversations; you can also choose that folder.',
    steps_jan: 'Use “Find on this computer”. The threads lie in the folder “threads” of Jan’s data folder, which its settings name; you can also choose that folder.',
    steps_sillytavern:
      '“Find on this computer” finds it when its folder has the usual name in your home folder.\nElse choose the folder “chats” in data/<user> of SillyTavern, or single .jsonl chats.',
    steps_llm: 'Use “Find on this computer”. “llm logs path” names the database logs.db; you can also choose that file.',

    steps_mag:
      'Export the collections conversations, agent_run and graph_run from its MongoDB, for example with mongoexport --collection=agent_run --out=agent_run.json.\nPut the files in one folder, so that titles and tags find their conversations, and drop the folder here.\nDatasets that MAG exported (JSONL, CSV, Parquet) are read as well.',
    steps_langfuse: 'In Langfuse, export the table of traces or observations as JSON, or open one trace and download it as JSON.\nDrop the files here.',
    steps_langsmith: 'Save the runs of LangSmith as JSON or JSONL, for example with its SDK (list_runs).\nDrop the files here. Its bulk export writes Parquet, which is not read.',
    steps_otel_genai: 'Save the spans as JSON or JSONL, as a collector’s file exporter writes them (OTLP) or as SDKs print them.\nDrop the files here.',
    steps_datasets: 'JSON and JSONL files with messages of OpenAI or Anthropic, ShareGPT conversations or Alpaca rows, and datasets made by Loquat (JSONL, CSV, Parquet).\nDrop them here.',
  },
  {
    filter: '查找服务或工具',
    none: '没有该名称的服务或工具。Loquat 仍可能认识该文件：请将其拖到此窗口。',
    group_web: '网页聊天',
    group_code: '编程智能体',
    group_local: '自托管和本地程序',
    group_traces: '智能体平台和追踪',
    group_data: '数据集',
    open: '打开其页面',

    steps_chatgpt:
      '在 ChatGPT 中打开 设置 → 数据管理 → 导出数据，点击“导出”并确认。\n下载链接会通过电子邮件或短信送达，通常几分钟，有时需要几天。链接 24 小时内有效。\n把 ZIP 文件（或其中的 conversations.json）拖到这里。Business 和 Enterprise 工作区不提供此导出。',
    steps_claude_ai: '在浏览器或桌面版 Claude 中（手机应用不行），打开 设置 → 隐私，点击“导出数据”。\n下载链接会通过电子邮件送达，24 小时内有效，且需保持登录。\n把 ZIP 文件拖到这里。',
    steps_gemini_takeout:
      '打开 takeout.google.com，取消全选，只选择“我的活动”（产品“Gemini”不含聊天记录）。\n在其选项中只保留 Gemini Apps，格式选 JSON（默认是 HTML）。两种格式都可以读取。\n把 ZIP 文件拖到这里。Google 按每次提问保存，因此每次提问成为一个对话。',
    steps_gemini_web: '浏览器扩展可将 Gemini 的单个聊天保存为 JSON。把这些文件拖到这里。',
    steps_aistudio: 'AI Studio 的提示保存在您的 Google 云端硬盘中，位于文件夹“Google AI Studio”。\n从云端硬盘下载该文件夹，把 ZIP 文件拖到这里。',
    steps_deepseek: '在 DeepSeek 的设置中请求导出您的数据。\n把 ZIP 文件（或其中的 conversations.json）拖到这里。',
    steps_grok: '在 grok.com 的账号设置中请求下载您的数据。\n把 ZIP 文件拖到这里。X（x.com）的导出是另一种文件。',
    steps_lechat: 'Le Chat 提供数据导出；Mistral 的帮助中心（help.mistral.ai）说明了当前的位置。\n把 ZIP 文件拖到这里。',
    steps_perplexity: 'Perplexity 不提供批量导出。可以读取浏览器扩展保存的 JSON 对话，以及 Perplexity 应账号持有人请求发送的数据。\n把这些文件拖到这里。',

    steps_claude_code:
      '使用“在这台电脑上查找”。会话位于 ~/.claude/projects；您也可以选择该文件夹。\n除非另行设置（cleanupPeriodDays），Claude Code 会在 30 天后删除会话：请持续关注。',
    steps_codex: '使用“在这台电脑上查找”。会话位于 ~/.codex/sessions 和 ~/.codex/archived_sessions；您也可以选择这些文件夹。',
    steps_gemini_cli: '使用“在这台电脑上查找”。会话位于 ~/.gemini/tmp，每个项目一个文件夹；您也可以选择该文件夹。',
    steps_opencode: '使用“在这台电脑上查找”。在所有系统上，会话都位于 ~/.local/share/opencode（opencode.db 或 storage）；您也可以选择该文件夹。',
    steps_cline:
      '使用“在这台电脑上查找”。Cline、Roo Code 和 Kilo Code 的任务保存在编辑器的 globalStorage 文件夹中；较新版本的 Cline 在 ~/.cline/data。\n您也可以选择扩展的“tasks”文件夹。',
    steps_cursor: '使用“在这台电脑上查找”。聊天位于 Cursor 设置的 User 文件夹中的 state.vscdb，智能体的记录位于 ~/.cursor/projects。\n您也可以选择该文件或这些文件夹。',
    steps_continue: '使用“在这台电脑上查找”。会话位于 ~/.continue/sessions；您也可以选择该文件夹。',
    steps_zed: '使用“在这台电脑上查找”。会话位于 Zed 数据文件夹中的 threads.db；您也可以选择该文件。',
    steps_aider: '使用“在这台电脑上查找”。每个代码仓库都有文件 .aider.chat.history.md；您也可以选择该文件，或包含多个仓库的文件夹。',

    steps_open_webui:
      '在 Open WebUI 中打开 设置 → 数据控制，选择导出聊天。\n把 JSON 文件拖到这里。数据库 webui.db 也可以读取；“在这台电脑上查找”会查看其常用位置。',
    steps_librechat: '在 LibreChat 中打开一个对话，选择导出，格式选 JSON。\n把文件拖到这里。',
    steps_lobechat: '在 LobeChat 的设置中导出您的数据。\n把 JSON 文件拖到这里。',
    steps_cherry_studio: '在 Cherry Studio 中打开数据设置，备份到文件。\n把 ZIP 文件拖到这里。',
    steps_anythingllm:
      '在 AnythingLLM 中打开工作区的聊天记录，选择导出（至少需要十条）。\n把 JSON 或 CSV 文件拖到这里。桌面程序 storage 文件夹中的数据库 anythingllm.db 也可以读取。',
    steps_chatbot_ui: '在 Chatbot UI 中选择导出数据。\n把 JSON 文件拖到这里。',
    steps_lm_studio: '使用“在这台电脑上查找”。对话位于 ~/.lmstudio/conversations；您也可以选择该文件夹。',
    steps_jan: '使用“在这台电脑上查找”。会话位于 Jan 数据文件夹的“threads”中，其设置会显示该文件夹；您也可以选择它。',
    steps_sillytavern: '如果它以常用名称位于您的主文件夹中，“在这台电脑上查找”会找到它。\n否则请选择 SillyTavern 的 data/<用户> 中的“chats”文件夹，或单个 .jsonl 聊天。',
    steps_llm: '使用“在这台电脑上查找”。“llm logs path”会显示数据库 logs.db 的位置；您也可以选择该文件。',

    steps_mag:
      '从其 MongoDB 导出 conversations、agent_run 和 graph_run 集合，例如 mongoexport --collection=agent_run --out=agent_run.json。\n把这些文件放在同一个文件夹中，以便标题和标签与对话对应，然后把文件夹拖到这里。\nMAG 导出的数据集（JSONL、CSV、Parquet）也可以读取。',
    steps_langfuse: '在 Langfuse 中将追踪或观测的表格导出为 JSON，或打开一条追踪并下载 JSON。\n把文件拖到这里。',
    steps_langsmith: '将 LangSmith 的运行保存为 JSON 或 JSONL，例如使用其 SDK（list_runs）。\n把文件拖到这里。其批量导出为 Parquet，无法读取。',
    steps_otel_genai: '将 span 保存为 JSON 或 JSONL：收集器的文件导出器写出的（OTLP），或 SDK 打印的。\n把文件拖到这里。',
    steps_datasets: '包含 OpenAI 或 Anthropic 消息、ShareGPT 对话或 Alpaca 行的 JSON 和 JSONL 文件，以及 Loquat 生成的数据集（JSONL、CSV、Parquet）。\n把它们拖到这里。',
  },
);
