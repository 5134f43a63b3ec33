// What the page says of itself, and how the desk is asked.

export interface Inbox {
  root: HTMLElement;
  results: HTMLElement;
  pane: HTMLElement;
  filter: HTMLFormElement;
}

export const found = (): Inbox | null => {
  const root = document.querySelector<HTMLElement>("[data-inbox]");
  const results = root?.querySelector<HTMLElement>("[data-results]");
  const pane = root?.querySelector<HTMLElement>("[data-pane]");
  const filter = root?.querySelector<HTMLFormElement>("[data-filter]");
  return root && results && pane && filter ? { root, results, pane, filter } : null;
};

/** A sentence of the page's, its gaps filled. */
export const sentence = (inbox: Inbox, name: string, words: Record<string, string> = {}): string =>
  (inbox.root.dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, key: string) => words[key] ?? "");

/** Shows it above the list, and screen readers read it out; with a link, if there is one to follow. */
export const say = (inbox: Inbox, text: string, link?: { url: string; text: string }): void => {
  const said = inbox.root.querySelector("[data-said]");
  said?.replaceChildren(text);
  if (!link) return;
  const anchor = document.createElement("a");
  anchor.href = link.url;
  anchor.textContent = link.text;
  said?.append(" ", anchor);
};

/** The part of a page that the desk makes; null if it does not answer. */
export const fetched = async (url: string, signal?: AbortSignal): Promise<string | null> => {
  try {
    const answer = await fetch(url, { credentials: "same-origin", signal: signal ?? null });
    return answer.ok && !answer.redirected ? await answer.text() : null;
  } catch {
    return null;
  }
};

export interface Told {
  status: number;
  told?: string;
  url?: string;
  section?: string;
}

/** An act of the editor's. */
export const sent = async (inbox: Inbox, url: string, fields: Record<string, string>): Promise<Told> => {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: inbox.root.dataset["csrf"] ?? "" });
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    return { ...((await answer.json()) as Omit<Told, "status">), status: answer.status };
  } catch {
    return { status: 0, told: sentence(inbox, "failed") };
  }
};
