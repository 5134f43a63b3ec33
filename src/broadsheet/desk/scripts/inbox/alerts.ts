// On every page of the desk: how much is new in the searches that an editor wants to be told of.

const EVERY = 20_000;
const AT_MOST = 300_000;
const title = document.title;

/** In the menu beside the inbox, and in the page's title, where `fresh` counts as well. */
export const showAlerts = (alerts: number | null, fresh = ""): void => {
  const entry = document.querySelector<HTMLElement>('.sidebar a[href$="/inbox/"]');
  if (alerts) entry?.setAttribute("data-alerts", String(alerts));
  else entry?.removeAttribute("data-alerts");
  const count = alerts ? String(alerts) : fresh;
  document.title = count ? `(${count}) ${title}` : title;
};

/** Asks until it is told that there is no such search. */
const follow = (url: string): void => {
  let pause = EVERY;
  const ask = async (): Promise<void> => {
    const answer = await fetch(url).catch(() => null);
    const told = answer?.ok && !answer.redirected ? ((await answer.json()) as { alerts: number | null }) : null;
    if (told) showAlerts(told.alerts);
    if (told?.alerts === null) return;
    pause = told && !document.hidden ? EVERY : Math.min(pause * 2, AT_MOST);
    window.setTimeout(() => void ask(), pause);
  };
  window.setTimeout(() => void ask(), 500);
};

const script = document.querySelector<HTMLElement>("script[data-alerts-url]");
if (script && !document.querySelector("[data-inbox]")) follow(script.dataset["alertsUrl"] ?? "");
