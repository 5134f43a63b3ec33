export const rows = (inbox) => [...inbox.results.querySelectorAll("[data-item]")];
export const link = (row) => row.querySelector(".inbox-headline");
export const marked = (inbox) => inbox.results.querySelector("[data-marked]");
export const mark = (inbox, row, focus = true) => {
    if (!row)
        return;
    for (const each of rows(inbox)) {
        each.toggleAttribute("data-marked", each === row);
        link(each)?.setAttribute("tabindex", each === row ? "0" : "-1");
    }
    if (!focus)
        return;
    link(row)?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
};
export const step = (inbox, by) => {
    const all = rows(inbox);
    const here = marked(inbox);
    const at = here ? all.indexOf(here) + by : 0;
    mark(inbox, all[Math.max(0, Math.min(at, all.length - 1))]);
};
export const settle = (inbox, item) => {
    const all = rows(inbox);
    for (const row of all)
        link(row)?.setAttribute("tabindex", row === all[0] ? "0" : "-1");
    mark(inbox, all.find((row) => row.dataset["item"] === item), false);
};
export const drop = (inbox, row) => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    if (next instanceof HTMLElement)
        mark(inbox, next);
};
export const unfold = (row) => {
    const others = row?.querySelector("details");
    if (others)
        others.open = !others.open;
};
