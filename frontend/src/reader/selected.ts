/** Most turns that are kept for a selection; copying more is what "Copy as Markdown" is for. */
const most = 500;

/** The places of the turns that the selected text of the page reaches through, within root. */
export function selectedTurns(root: HTMLElement | undefined): number[] {
  const selection = document.getSelection();
  if (!root || !selection || selection.isCollapsed) return [];
  const ends = [selection.anchorNode, selection.focusNode].map((node) => placeOf(root, node));
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  if (!(from >= 0)) return [];
  return Array.from({ length: Math.min(most, to - from + 1) }, (_, i) => from + i);
}

/** The place of the turn that a node stands in; -1 when it stands in none. */
function placeOf(root: HTMLElement, node: Node | null): number {
  const element = node instanceof Element ? node : node?.parentElement;
  const turn = root.contains(node) ? element?.closest<HTMLElement>('[data-turn]') : null;
  return turn ? Number(turn.dataset.turn) : -1;
}
