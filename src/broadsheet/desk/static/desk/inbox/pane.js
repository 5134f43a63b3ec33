import { fetched, say, sentence } from "./page.js";
import { mark, marked } from "./rows.js";
const WIDE = window.matchMedia("(min-width: 1000px)");
export const open = (inbox) => inbox.pane.dataset["item"] ?? "";
const place = (inbox, row) => {
    const columns = inbox.results.parentElement;
    if (WIDE.matches || !row)
        columns?.append(inbox.pane);
    else
        row.append(inbox.pane);
};
let asked = null;
export const show = async (inbox, row, url = row.dataset["preview"] ?? "") => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    mark(inbox, row, false);
    const text = await fetched(url, signal);
    if (signal.aborted)
        return;
    if (text === null)
        return say(inbox, sentence(inbox, "failed"));
    inbox.pane.innerHTML = text;
    inbox.pane.dataset["item"] = row.dataset["item"] ?? "";
    inbox.pane.scrollTop = 0;
    place(inbox, row);
    row.classList.remove("inbox-row--unread");
    for (const each of inbox.results.querySelectorAll("[aria-current]"))
        each.removeAttribute("aria-current");
    row.querySelector(".inbox-headline")?.setAttribute("aria-current", "true");
    chooseSection(inbox);
};
const chooseSection = (inbox) => {
    const chosen = inbox.root.querySelector("[data-section]")?.value;
    const select = inbox.pane.querySelector('select[name="section"]');
    if (chosen && select)
        select.value = chosen;
};
export const detach = (inbox) => place(inbox, null);
export const panes = (inbox) => {
    WIDE.addEventListener("change", () => place(inbox, marked(inbox)));
    inbox.results.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0)
            return;
        const clicked = event.target.closest(".inbox-headline, [data-open]");
        const row = clicked?.closest("[data-item]");
        if (!clicked || !row)
            return;
        event.preventDefault();
        void show(inbox, row, clicked.dataset["open"]);
    });
    inbox.pane.addEventListener("submit", (event) => {
        const form = event.target;
        const row = marked(inbox);
        if (!form.matches("[data-compare]") || !row)
            return;
        event.preventDefault();
        const asked = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
        void show(inbox, row, `${row.dataset["preview"] ?? ""}?${asked.toString()}`);
    });
};
