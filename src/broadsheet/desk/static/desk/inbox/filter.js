import { fetched, say, sentence } from "./page.js";
import { detach, open } from "./pane.js";
import { marked, settle } from "./rows.js";
const PAUSE = 200;
export const asked = (inbox) => {
    const given = [...new FormData(inbox.filter)].map(([name, value]) => [name, String(value)]);
    return new URLSearchParams(given.filter(([, value]) => value !== ""));
};
let running = null;
export const show = async (inbox, before = "") => {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    const query = asked(inbox);
    if (before)
        query.set("before", before);
    const text = await fetched(`${inbox.root.dataset["resultsUrl"] ?? ""}?${query.toString()}`, signal);
    if (signal.aborted)
        return;
    if (text === null)
        return say(inbox, sentence(inbox, "failed"));
    const item = open(inbox) || marked(inbox)?.dataset["item"];
    detach(inbox);
    inbox.results.innerHTML = text;
    settle(inbox, item);
    const address = query.toString();
    history.replaceState(null, "", address ? `?${address}` : location.pathname);
    const kept = inbox.results.querySelector("[data-page]")?.dataset["address"] ?? "";
    for (const each of inbox.root.querySelectorAll("[data-save], [data-reset]"))
        each.hidden = !kept;
    for (const field of inbox.root.querySelectorAll("[data-query]"))
        field.value = kept;
    inbox.root.dispatchEvent(new Event("inbox:shown"));
};
export const filters = (inbox) => {
    let timer = 0;
    inbox.filter.querySelector("[data-apply]")?.setAttribute("hidden", "");
    inbox.filter.addEventListener("submit", (event) => {
        event.preventDefault();
        void show(inbox);
    });
    inbox.filter.addEventListener("input", () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(() => void show(inbox), PAUSE);
    });
    inbox.results.addEventListener("click", (event) => {
        const turn = event.target.closest("[data-older], [data-first]");
        if (!turn)
            return;
        event.preventDefault();
        void show(inbox, new URL(turn.href).searchParams.get("before") ?? "").then(() => {
            inbox.results.scrollIntoView({ block: "start" });
        });
    });
};
