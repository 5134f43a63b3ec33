const TYPING = "input, textarea, select, [contenteditable], dialog";
export const keys = (root, does) => {
    document.addEventListener("keydown", (event) => {
        const target = event.target;
        if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
            return;
        if (target.closest(TYPING) || document.querySelector("dialog[open]"))
            return;
        const outside = target !== document.body && !root.contains(target);
        const act = does[event.key];
        if (!act || outside)
            return;
        if (event.key.startsWith("Arrow") && !target.closest("[data-list]"))
            return;
        event.preventDefault();
        act();
    });
};
export const help = (root) => {
    const dialog = root.querySelector("[data-keys]");
    const button = root.querySelector("[data-help]");
    const show = () => dialog?.showModal();
    button?.removeAttribute("hidden");
    button?.addEventListener("click", show);
    dialog?.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
    return show;
};
