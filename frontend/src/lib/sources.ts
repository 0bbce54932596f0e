/** The names of the sources as their makers write them, and the token of the dot that marks each. */
const sources: Record<string, { name: string; dot: string }> = {
  chatgpt: { name: 'ChatGPT', dot: '--dot-green' },
  mag: { name: 'MAG', dot: '--dot-violet' },
  generic: { name: 'OpenAI / ShareGPT', dot: '--dot-grey' },
  openai: { name: 'OpenAI messages', dot: '--dot-grey' },
  sharegpt: { name: 'ShareGPT', dot: '--dot-gold' },
  loquat: { name: 'Loquat', dot: '--dot-gold' },
  dataset: { name: 'Loquat', dot: '--dot-gold' },
  claude_ai: { name: 'Claude', dot: '--dot-orange' },
  claude_code: { name: 'Claude Code', dot: '--dot-orange' },
  gemini_cli: { name: 'Gemini CLI', dot: '--dot-blue' },
  gemini_web: { name: 'Gemini', dot: '--dot-blue' },
  gemini_takeout: { name: 'Gemini Apps', dot: '--dot-blue' },
  aistudio: { name: 'Google AI Studio', dot: '--dot-blue' },
  deepseek: { name: 'DeepSeek', dot: '--dot-blue' },
  grok: { name: 'Grok', dot: '--dot-grey' },
  cursor: { name: 'Cursor', dot: '--dot-teal' },
  codex: { name: 'Codex', dot: '--dot-green' },
  aider: { name: 'Aider', dot: '--dot-teal' },
  cline: { name: 'Cline', dot: '--dot-pink' },
  continue: { name: 'Continue', dot: '--dot-violet' },
  opencode: { name: 'OpenCode', dot: '--dot-gold' },
  open_webui: { name: 'Open WebUI', dot: '--dot-grey' },
  librechat: { name: 'LibreChat', dot: '--dot-blue' },
  chatbot_ui: { name: 'Chatbot UI', dot: '--dot-teal' },
  perplexity: { name: 'Perplexity', dot: '--dot-teal' },
  lechat: { name: 'Le Chat', dot: '--dot-orange' },
  sillytavern: { name: 'SillyTavern', dot: '--dot-pink' },
  cherry_studio: { name: 'Cherry Studio', dot: '--dot-orange' },
  lobechat: { name: 'LobeChat', dot: '--dot-pink' },
  lm_studio: { name: 'LM Studio', dot: '--dot-violet' },
  llm: { name: 'llm', dot: '--dot-green' },
  anythingllm: { name: 'AnythingLLM', dot: '--dot-blue' },
  jan: { name: 'Jan', dot: '--dot-gold' },
  alpaca: { name: 'Alpaca', dot: '--dot-grey' },
  langfuse: { name: 'Langfuse', dot: '--dot-pink' },
  langsmith: { name: 'LangSmith', dot: '--dot-teal' },
  zed: { name: 'Zed', dot: '--dot-blue' },
  otel_genai: { name: 'OpenTelemetry GenAI', dot: '--dot-violet' },
};

/** The name of a source for a person; a key the window does not know is shown as it is. */
export function sourceName(key: string): string {
  return sources[key]?.name ?? key;
}

/** The CSS colour of a source's dot. */
export function sourceDot(key: string): string {
  return `var(${sources[key]?.dot ?? '--dot-grey'})`;
}
