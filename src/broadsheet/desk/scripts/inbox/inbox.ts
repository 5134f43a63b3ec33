// The inbox: a list that is read and worked through without leaving it. Without this script each
// line is a link, the filter a form, and a reload brings what is new.

import { filters, show as showList } from "./filter.js";
import { help, keys } from "./keys.js";
import { follow } from "./news.js";
import { found, type Inbox } from "./page.js";
import { picture, pictures } from "./pictures.js";
import { panes, show as showItem } from "./pane.js";
import { link, marked, settle, step, unfold } from "./rows.js";
import { bringBack, draft, edit, hide, sections } from "./taking.js";

const start = (inbox: Inbox): void => {
  const read = (): void => {
    const row = marked(inbox);
    if (row) void showItem(inbox, row);
  };
  const walk = (by: number) => (): void => {
    step(inbox, by);
    if (inbox.pane.dataset["item"]) read();
  };
  const refresh = (): void => void showList(inbox);
  const acted = (act: Promise<void>): void => void act.then(ask);
  settle(inbox, undefined);
  filters(inbox);
  panes(inbox);
  pictures(inbox);
  sections(inbox);
  const ask = follow(inbox);
  inbox.root.querySelector("[data-fresh-bar]")?.addEventListener("click", (event) => {
    event.preventDefault();
    refresh();
  });
  inbox.pane.addEventListener("click", ({ target }) => {
    const act = (target as Element).closest<HTMLElement>("[data-do]")?.dataset["do"];
    if (act === "draft") acted(draft(inbox));
    if (act === "hide") acted(hide(inbox));
    if (act === "picture") picture(inbox);
  });
  keys(inbox.root, {
    j: walk(1),
    ArrowDown: walk(1),
    k: walk(-1),
    ArrowUp: walk(-1),
    o: read,
    x: () => unfold(marked(inbox)),
    d: () => acted(draft(inbox)),
    e: () => edit(inbox),
    h: () => acted(hide(inbox)),
    p: () => picture(inbox),
    u: () => acted(bringBack(inbox, () => showList(inbox))),
    n: refresh,
    "/": () => inbox.filter.querySelector<HTMLInputElement>('[type="search"]')?.select(),
    "?": help(inbox.root),
    Escape: () => {
      const row = marked(inbox);
      if (row) link(row)?.focus();
    },
  });
  inbox.filter.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // The browser would empty the search.
    step(inbox, 0);
  });
};

const inbox = found();
if (inbox) start(inbox);
