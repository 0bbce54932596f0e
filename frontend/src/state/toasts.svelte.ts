/** A short message at the foot of the window. */
export interface Toast {
  id: number;
  text: string;
  /** An error stays until it is closed and interrupts a screen reader; the others leave by themselves. */
  tone: 'info' | 'error';
  /** A button in the message, such as Undo. */
  action?: { label: string; run: () => void | Promise<void> };
}

/** How long a message stays, in milliseconds; longer when it has a button. */
const SHORT = 5_000;
const LONG = 10_000;
/** How many messages stand at once; the oldest leaves first. */
const MOST = 3;

/** The messages at the foot of the window. */
export class Toasts {
  all = $state<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** Says that something was done, with a button when given; answers the message's id. */
  info(text: string, action?: Toast['action']): number {
    return this.#add({ id: this.#next++, text, tone: 'info', action });
  }

  /** Says that something failed; answers the message's id. */
  error(text: string, action?: Toast['action']): number {
    return this.#add({ id: this.#next++, text, tone: 'error', action });
  }

  /** Takes a message away. */
  close(id: number): void {
    this.hold(id);
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  /** Keeps a message from leaving while the pointer or the focus is on it. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** Lets a message leave after its time. */
  release(id: number): void {
    const toast = this.all.find((one) => one.id === id);
    if (!toast || toast.tone === 'error') return;
    this.hold(id);
    this.#timers.set(id, setTimeout(() => this.close(id), toast.action ? LONG : SHORT));
  }

  #add(toast: Toast): number {
    this.all = [...this.all, toast].slice(-MOST);
    this.release(toast.id);
    return toast.id;
  }
}

export const toasts = new Toasts();
