// An agency's picture into the desk's pictures, or into the draft of the item's story, without leaving the list.

import { say, sent, sentence, type Inbox } from "./page.js";
import { show } from "./pane.js";
import { marked } from "./rows.js";

const FORM = "form[data-take]";

/** The first of the item that lies open, as if its button had been clicked. */
export const picture = (inbox: Inbox): void => {
  const button = inbox.pane.querySelector<HTMLButtonElement>(`${FORM} button`);
  button?.form?.requestSubmit(button);
};

const take = async (inbox: Inbox, form: HTMLFormElement, button: HTMLElement | null): Promise<void> => {
  const story = button instanceof HTMLButtonElement && button.name === "story" ? button.value : "";
  const told = await sent(inbox, form.action, { story });
  if (told.status !== 200 || !told.url) return say(inbox, told.told ?? sentence(inbox, "failed"));
  const row = marked(inbox);
  if (row) await show(inbox, row);
  say(inbox, told.told ?? "", { url: told.url, text: sentence(inbox, "look") });
};

export const pictures = (inbox: Inbox): void => {
  inbox.pane.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches(FORM)) return;
    event.preventDefault();
    void take(inbox, form, event.submitter);
  });
};
