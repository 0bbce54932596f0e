/** What the program can tell apart about an error; the codes are those of backend/chat/error.go. */
export type ErrorCode =
  | 'unknown_format' | 'not_found' | 'corrupt' | 'unsafe' | 'empty' | 'name_taken' | 'bad_name' | 'bad_date'
  | 'bad_request' | 'nothing_to_train' | 'locked' | 'read_only' | 'newer' | 'damaged' | 'disk_full' | 'busy'
  | 'cancelled' | 'internal';

/** An error of the backend: a code for the program, a sentence for the person and, for a taken name, a free one. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** The next free dataset name, with code name_taken; else empty. */
    readonly suggest: string = '',
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/**
 * Makes an ApiError of whatever a bound method rejected with: the {code, message, suggest} of the bridge's error
 * formatter, that object as JSON text, a plain sentence, or an Error of the browser.
 */
export function toApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  if (cause instanceof Error) return new ApiError('internal', cause.message);
  if (typeof cause === 'string') return fromText(cause);
  if (typeof cause === 'object' && cause !== null) return fromObject(cause as Record<string, unknown>);
  return new ApiError('internal', String(cause));
}

function fromText(text: string): ApiError {
  if (text.startsWith('{')) {
    try {
      return fromObject(JSON.parse(text) as Record<string, unknown>);
    } catch {
      // no JSON after all: the text is the sentence
    }
  }
  return new ApiError('internal', text);
}

function fromObject(o: Record<string, unknown>): ApiError {
  const code = typeof o.code === 'string' && o.code !== '' ? (o.code as ErrorCode) : 'internal';
  const message = typeof o.message === 'string' ? o.message : JSON.stringify(o);
  return new ApiError(code, message, typeof o.suggest === 'string' ? o.suggest : '');
}
