const PAUSE = 500;
export const previews = (board) => {
    const shown = document.querySelector("[data-shown]");
    const frame = shown?.querySelector("iframe");
    const button = board.form.querySelector("[data-preview]");
    if (!shown || !frame || !button)
        return;
    let timer = 0;
    let unsaved = false;
    let down = 0;
    let wide = 1280;
    const fit = () => {
        const scale = Math.min(1, shown.clientWidth / wide);
        shown.style.setProperty("--wide", `${wide}px`);
        shown.style.setProperty("--scale", String(scale));
    };
    const show = () => {
        down = frame.contentWindow?.scrollY ?? 0;
        board.form.requestSubmit(button);
    };
    board.form.addEventListener("change", () => {
        unsaved = true;
        window.clearTimeout(timer);
        timer = window.setTimeout(show, PAUSE);
    });
    board.form.addEventListener("submit", (event) => {
        if (event.submitter !== button)
            unsaved = false;
    });
    window.addEventListener("beforeunload", (event) => {
        if (unsaved)
            event.preventDefault();
    });
    frame.addEventListener("load", () => frame.contentWindow?.scrollTo(0, down));
    document.querySelector("[data-widths]")?.addEventListener("click", ({ target }) => {
        const chosen = target.closest("[data-width]");
        if (!chosen)
            return;
        wide = Number(chosen.dataset["width"]);
        for (const each of chosen.parentElement?.children ?? []) {
            each.setAttribute("aria-pressed", String(each === chosen));
        }
        fit();
    });
    new ResizeObserver(fit).observe(shown);
    show();
};
