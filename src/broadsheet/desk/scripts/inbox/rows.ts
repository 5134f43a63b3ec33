// One line of the list is the marked one: Tab leads to it, the arrows to the others.

import type { Inbox } from "./page.js";

export const rows = (inbox: Inbox): HTMLElement[] => [...inbox.results.querySelectorAll<HTMLElement>("[data-item]")];

export const link = (row: Element): HTMLAnchorElement | null => row.querySelector<HTMLAnchorElement>(".inbox-headline");

export const marked = (inbox: Inbox): HTMLElement | null => inbox.results.querySelector<HTMLElement>("[data-marked]");

export const mark = (inbox: Inbox, row: HTMLElement | undefined, focus = true): void => {
  if (!row) return;
  for (const each of rows(inbox)) {
    each.toggleAttribute("data-marked", each === row);
    link(each)?.setAttribute("tabindex", each === row ? "0" : "-1");
  }
  if (!focus) return;
  link(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};

/** Up or down from the marked line; the first one if none is. */
export const step = (inbox: Inbox, by: number): void => {
  const all = rows(inbox);
  const here = marked(inbox);
  const at = here ? all.indexOf(here) + by : 0;
  mark(inbox, all[Math.max(0, Math.min(at, all.length - 1))]);
};

/** After the list was exchanged: the same line is marked; if it is gone, Tab leads to the first. */
export const settle = (inbox: Inbox, item: string | undefined): void => {
  const all = rows(inbox);
  for (const row of all) link(row)?.setAttribute("tabindex", row === all[0] ? "0" : "-1");
  mark(inbox, all.find((row) => row.dataset["item"] === item), false);
};

/** Takes a line out of the list; the next one is marked. */
export const drop = (inbox: Inbox, row: HTMLElement): void => {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  if (next instanceof HTMLElement) mark(inbox, next);
};

export const unfold = (row: Element | null): void => {
  const others = row?.querySelector("details");
  if (others) others.open = !others.open;
};
