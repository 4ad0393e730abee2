const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Lets arrow keys move the focus among elements that lie beside each other: one of them can be reached by
 * Tab, the others from it.
 */
export function moveByArrows(owner: HTMLElement, selector: string): void {
  owner.addEventListener("keydown", (event) => {
    const direction = directions[event.key];
    const current = (event.target as Element).closest<HTMLElement>(selector);
    if (!direction || !current) return;
    event.preventDefault();
    const others = [...owner.querySelectorAll<HTMLElement>(selector)];
    const next = nearest(current, others, direction);
    if (!next) return;
    current.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

/** The element that lies nearest in a direction. */
function nearest(
  from: HTMLElement,
  others: readonly HTMLElement[],
  [dx, dy]: readonly [number, number],
): HTMLElement | undefined {
  const [x, y] = center(from);
  let best: HTMLElement | undefined;
  let least = Infinity;
  for (const other of others) {
    const [toX, toY] = center(other);
    const along = (toX - x) * dx + (toY - y) * dy;
    const aside = Math.abs((toX - x) * dy) + Math.abs((toY - y) * dx);
    if (other === from || along <= 1) continue;
    const distance = along + 2 * aside;
    if (distance < least) [best, least] = [other, distance];
  }
  return best;
}

function center(element: HTMLElement): [number, number] {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}
