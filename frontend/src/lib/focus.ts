/** Gives the focus to the region around a button that goes away when it is pressed, so that the keyboard goes on from there. */
export function focusRegion({ currentTarget }: Event): void {
  if (currentTarget instanceof Element) currentTarget.closest<HTMLElement>('[role="region"][tabindex="0"]')?.focus();
}
