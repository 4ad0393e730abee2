const key = "crypto-pipelines-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? dark.matches : theme === "dark";
}

/** Shows what was chosen here before; otherwise what the system prefers. */
export function restoreTheme(): void {
  const chosen = stored();
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  dark.addEventListener("change", announce);
}

export function toggleTheme(): void {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A browser may keep nothing for a local file.
  }
  announce();
}

/** Calls back when colours change, until the element has left the page. */
export function whenThemeChanges(owner: Element, listener: () => void): void {
  const call = () => {
    if (owner.isConnected) listener();
    else listeners.delete(call);
  };
  listeners.add(call);
}

/** The colour that a custom property stands for now, for a canvas. */
export function themeColor(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function announce(): void {
  for (const listener of listeners) listener();
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
