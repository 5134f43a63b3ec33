// All by keyboard; never while somebody types, and never instead of the browser's own keys.

export type Keys = Record<string, () => void>;

const TYPING = "input, textarea, select, [contenteditable], dialog";

export const keys = (root: HTMLElement, does: Keys): void => {
  document.addEventListener("keydown", (event) => {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const outside = target !== document.body && !root.contains(target);
    const act = does[event.key];
    if (!act || outside) return;
    if (event.key.startsWith("Arrow") && !target.closest("[data-list]")) return;
    event.preventDefault();
    act();
  });
};

/** The overlay that names the keys; the browser closes it with Escape and gives the focus back. */
export const help = (root: HTMLElement): (() => void) => {
  const dialog = root.querySelector<HTMLDialogElement>("[data-keys]");
  const button = root.querySelector<HTMLButtonElement>("[data-help]");
  const show = (): void => dialog?.showModal();
  button?.removeAttribute("hidden");
  button?.addEventListener("click", show);
  dialog?.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
  return show;
};
