import { api, type AppInfo, type LanguageChoice, type Settings, type Theme } from '../lib/api';
import { toApiError } from '../lib/errors';
import { locale, t } from '../lib/i18n/index.svelte';
import { toasts } from './toasts.svelte';

const darkSystem = '(prefers-color-scheme: dark)';

/** What the window knows about the program and what a person chose for it. */
export class Session {
  info = $state.raw<AppInfo | null>(null);
  settings = $state<Settings>({ theme: 'system', language: 'system' });

  /** Reads the settings and puts them into effect; without an answer the window follows the system. */
  async start(): Promise<void> {
    try {
      this.info = await api.info();
      this.settings = { ...this.info.settings };
    } catch (cause) {
      toasts.error(toApiError(cause).message);
    }
    matchMedia(darkSystem).addEventListener('change', () => this.#apply());
    this.#apply();
  }

  /** Chooses light, dark or the system's theme. */
  setTheme(theme: Theme): Promise<void> {
    return this.#save({ ...this.settings, theme });
  }

  /** Chooses the language. */
  setLanguage(language: LanguageChoice): Promise<void> {
    return this.#save({ ...this.settings, language });
  }

  /** True on a Mac, where the command key stands for Ctrl. */
  get mac(): boolean {
    return this.info?.platform === 'darwin';
  }

  async #save(settings: Settings): Promise<void> {
    this.settings = settings;
    this.#apply();
    try {
      await api.saveSettings(settings);
    } catch (cause) {
      toasts.error(t('shell.settingsFailed', { reason: toApiError(cause).message }));
    }
  }

  #apply(): void {
    const { theme, language } = this.settings;
    const dark = theme === 'dark' || (theme !== 'light' && matchMedia(darkSystem).matches);
    document.documentElement.classList.toggle('dark', dark);
    locale.choose(language);
  }
}

export const session = new Session();
