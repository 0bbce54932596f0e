// Why: whatever shape a bound method rejects with, the window shows a sentence and knows the code.
import { expect, it } from 'vitest';
import { ApiError, toApiError } from './errors';

it.each([
  ['an object of the error formatter', { code: 'name_taken', message: 'Tea is taken', suggest: 'Tea 2' }, ['name_taken', 'Tea is taken', 'Tea 2']],
  ['that object as text', '{"code":"busy","message":"a job is running"}', ['busy', 'a job is running', '']],
  ['a plain sentence', 'not built', ['internal', 'not built', '']],
  ['a sentence that begins like an object', '{oops', ['internal', '{oops', '']],
  ['an error of the browser', new TypeError('x is not a function'), ['internal', 'x is not a function', '']],
  ['an object without a message', { status: 500 }, ['internal', '{"status":500}', '']],
  ['nothing', undefined, ['internal', 'undefined', '']],
])('%s', (_, cause, [code, message, suggest]) => {
  const error = toApiError(cause);
  expect([error.code, error.message, error.suggest]).toEqual([code, message, suggest]);
});

it('an ApiError stays itself', () => {
  const error = new ApiError('busy', 'wait');
  expect(toApiError(error)).toBe(error);
});
