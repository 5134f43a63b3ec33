// A draft of the marked item with one key; one that somebody else has taken is asked about first.

import { say, sent, sentence, type Inbox } from "./page.js";
import { drop, marked } from "./rows.js";

const CHOSEN = "broadsheet.inbox.section";
let last: { url: string; headline: string } | null = null;

const section = (inbox: Inbox): HTMLSelectElement | null => inbox.root.querySelector("[data-section]");

export const draft = async (inbox: Inbox, row = marked(inbox), confirmed = false): Promise<void> => {
  const chosen = section(inbox)?.value;
  if (!row || chosen === undefined) return;
  const url = row.dataset["story"] ?? "";
  const told = await sent(inbox, url, { section: chosen, ...(confirmed ? { confirmed: "1" } : {}) });
  if (told.status === 200 && told.url) {
    row.dataset["draft"] = told.url;
    const words = sentence(inbox, "drafted", { section: told.section ?? "" });
    say(inbox, words, { url: told.url, text: sentence(inbox, "open") });
  } else if (told.status === 409 && told.url) {
    ask(inbox, row, told.told ?? "", told.url);
  } else {
    say(inbox, told.told ?? sentence(inbox, "failed"));
  }
};

const ask = (inbox: Inbox, row: HTMLElement, told: string, url: string): void => {
  const dialog = inbox.root.querySelector<HTMLDialogElement>("[data-ask]");
  if (!dialog) return;
  dialog.querySelector("[data-ask-told]")?.replaceChildren(told);
  dialog.querySelector("[data-ask-open]")?.setAttribute("href", url);
  const yes = dialog.querySelector<HTMLButtonElement>("[data-ask-yes]");
  const no = dialog.querySelector<HTMLButtonElement>("[data-ask-no]");
  if (yes) yes.onclick = () => {
    dialog.close();
    void draft(inbox, row, true);
  };
  if (no) no.onclick = () => dialog.close();
  dialog.showModal();
};

/** To the story that was made of the marked item. */
export const edit = (inbox: Inbox): void => {
  const row = marked(inbox);
  const url = row?.dataset["draft"] ?? row?.querySelector<HTMLAnchorElement>("[data-uses] a")?.href;
  if (url) location.assign(url);
};

export const hide = async (inbox: Inbox): Promise<void> => {
  const row = marked(inbox);
  const url = row?.dataset["ignore"];
  if (!row || !url) return;
  const headline = row.dataset["headline"] ?? "";
  const told = await sent(inbox, url, {});
  if (told.status !== 200) return say(inbox, told.told ?? sentence(inbox, "failed"));
  last = { url, headline };
  if (row.contains(inbox.pane)) inbox.results.parentElement?.append(inbox.pane);
  drop(inbox, row);
  say(inbox, sentence(inbox, "hidden", { headline }));
};

/** What was hidden last; `shown` makes the list anew. */
export const bringBack = async (inbox: Inbox, shown: () => Promise<void>): Promise<void> => {
  if (!last) return;
  const { url, headline } = last;
  const told = await sent(inbox, url, { back: "1" });
  if (told.status !== 200) return say(inbox, told.told ?? sentence(inbox, "failed"));
  last = null;
  await shown();
  say(inbox, sentence(inbox, "back", { headline }));
};

/** Each browser remembers for itself where its drafts go. */
export const sections = (inbox: Inbox): void => {
  const select = section(inbox);
  const chosen = localStorage.getItem(CHOSEN);
  if (select && chosen && [...select.options].some((option) => option.value === chosen)) select.value = chosen;
  select?.addEventListener("change", () => localStorage.setItem(CHOSEN, select.value));
};
