// What came since, and who is at what: asked every few seconds, more rarely when nobody looks.
// Nothing in the list moves; what is new waits behind a bar until the editor wants it.

import { showAlerts } from "./alerts.js";
import { asked } from "./filter.js";
import { sentence, type Inbox } from "./page.js";
import { open } from "./pane.js";
import { rows } from "./rows.js";

const EVERY = 5_000;
const AT_MOST = 60_000;

interface Line {
  looking: string[];
  uses: { url: string; by: string }[];
  ignored: boolean;
}

interface News {
  new: string;
  lines: Record<string, Line>;
  searches: Record<string, string>;
  alerts: number | null;
}

const address = (inbox: Inbox): string => {
  const query = asked(inbox);
  query.set("after", inbox.results.querySelector<HTMLElement>("[data-page]")?.dataset["newest"] ?? "");
  query.set("at", document.hidden ? "" : open(inbox));
  query.set("shown", rows(inbox).map((row) => row.dataset["item"]).join(","));
  return `${inbox.root.dataset["newsUrl"] ?? ""}?${query.toString()}`;
};

const tellLine = (inbox: Inbox, row: HTMLElement, line: Line | undefined): void => {
  const looking = row.querySelector<HTMLElement>("[data-looking]");
  const names = line?.looking.join(", ") ?? "";
  if (looking) {
    looking.hidden = !names;
    looking.textContent = names && sentence(inbox, "looking", { names });
  }
  const uses = row.querySelector<HTMLElement>("[data-uses]");
  const known = new Set([...(uses?.querySelectorAll("a") ?? [])].map((each) => each.getAttribute("href")));
  for (const use of line?.uses ?? []) {
    if (known.has(use.url)) continue;
    const anchor = document.createElement("a");
    anchor.className = "desk-badge desk-badge--good";
    anchor.href = use.url;
    anchor.textContent = sentence(inbox, "used", { name: use.by });
    uses?.append(anchor, " ");
  }
  row.classList.toggle("inbox-row--ignored", line?.ignored ?? false);
};

const tell = (inbox: Inbox, news: News): void => {
  const bar = inbox.root.querySelector<HTMLElement>("[data-fresh-bar]");
  const words = news.new && sentence(inbox, "fresh", { count: news.new });
  if (bar && bar.textContent !== words) {
    bar.textContent = words;
    bar.hidden = !words;
    inbox.root.querySelector("[data-news]")?.replaceChildren(words);
  }
  for (const row of rows(inbox)) tellLine(inbox, row, news.lines[row.dataset["item"] ?? ""]);
  for (const search of inbox.root.querySelectorAll<HTMLElement>("[data-search]")) {
    const count = search.querySelector<HTMLElement>("[data-new]");
    const number = news.searches[search.dataset["search"] ?? ""] ?? "";
    if (!count || search.querySelector("[aria-current]")) continue;
    count.textContent = number;
    count.hidden = !number;
  }
  showAlerts(news.alerts, news.new);
};

/** The desk is asked again after a pause, which grows when it fails or the page is hidden. */
export const follow = (inbox: Inbox): (() => void) => {
  let timer = 0;
  let pause = EVERY;
  const ask = async (): Promise<void> => {
    window.clearTimeout(timer);
    const answer = await fetch(address(inbox)).catch(() => null);
    if (answer?.ok && !answer.redirected) tell(inbox, (await answer.json()) as News);
    pause = answer?.ok && !document.hidden ? EVERY : Math.min(pause * 2, AT_MOST);
    timer = window.setTimeout(() => void ask(), pause);
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void ask();
  });
  inbox.root.addEventListener("inbox:shown", () => void ask());
  timer = window.setTimeout(() => void ask(), EVERY);
  return () => void ask();
};
