// The item itself: beside the list where there is room, else below its line.

import { fetched, say, sentence, type Inbox } from "./page.js";
import { mark, marked } from "./rows.js";

const WIDE = window.matchMedia("(min-width: 1000px)");

/** The item that lies open. */
export const open = (inbox: Inbox): string => inbox.pane.dataset["item"] ?? "";

const place = (inbox: Inbox, row: HTMLElement | null): void => {
  const columns = inbox.results.parentElement;
  if (WIDE.matches || !row) columns?.append(inbox.pane);
  else row.append(inbox.pane);
};

let asked: AbortController | null = null;

/** Reads the item of a line, or the one at `url`, which tells the same. */
export const show = async (inbox: Inbox, row: HTMLElement, url = row.dataset["preview"] ?? ""): Promise<void> => {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  mark(inbox, row, false);
  const text = await fetched(url, signal);
  if (signal.aborted) return;
  if (text === null) return say(inbox, sentence(inbox, "failed"));
  inbox.pane.innerHTML = text;
  inbox.pane.dataset["item"] = row.dataset["item"] ?? "";
  inbox.pane.scrollTop = 0;
  place(inbox, row);
  row.classList.remove("inbox-row--unread");
  for (const each of inbox.results.querySelectorAll("[aria-current]")) each.removeAttribute("aria-current");
  row.querySelector(".inbox-headline")?.setAttribute("aria-current", "true");
  chooseSection(inbox);
};

/** The section that drafts go to is chosen in the item's own form, too. */
const chooseSection = (inbox: Inbox): void => {
  const chosen = inbox.root.querySelector<HTMLSelectElement>("[data-section]")?.value;
  const select = inbox.pane.querySelector<HTMLSelectElement>('select[name="section"]');
  if (chosen && select) select.value = chosen;
};

/** Keeps the pane while the list around it is exchanged. */
export const detach = (inbox: Inbox): void => place(inbox, null);

export const panes = (inbox: Inbox): void => {
  WIDE.addEventListener("change", () => place(inbox, marked(inbox)));
  inbox.results.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const clicked = (event.target as Element).closest<HTMLElement>(".inbox-headline, [data-open]");
    const row = clicked?.closest<HTMLElement>("[data-item]");
    if (!clicked || !row) return;
    event.preventDefault();
    void show(inbox, row, clicked.dataset["open"]);
  });
  inbox.pane.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const row = marked(inbox);
    if (!form.matches("[data-compare]") || !row) return;
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    void show(inbox, row, `${row.dataset["preview"] ?? ""}?${asked.toString()}`);
  });
};
