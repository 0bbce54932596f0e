/** A day of the person's time zone as YYYY-MM-DD, which is how a filter names days. */
export function dayOf(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Today and the days before it, n in all. */
export function lastDays(n: number, now = new Date()): { from: string; to: string } {
  const first = new Date(now.getFullYear(), now.getMonth(), now.getDate() - n + 1);
  return { from: dayOf(first), to: dayOf(now) };
}

/** From the first of January to today. */
export function thisYear(now = new Date()): { from: string; to: string } {
  return { from: dayOf(new Date(now.getFullYear(), 0, 1)), to: dayOf(now) };
}

/** Says whether a text is a day that exists, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
