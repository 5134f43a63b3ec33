import { showAlerts } from "./alerts.js";
import { asked } from "./filter.js";
import { sentence } from "./page.js";
import { open } from "./pane.js";
import { rows } from "./rows.js";
const EVERY = 5_000;
const AT_MOST = 60_000;
const address = (inbox) => {
    const query = asked(inbox);
    query.set("after", inbox.results.querySelector("[data-page]")?.dataset["newest"] ?? "");
    query.set("at", document.hidden ? "" : open(inbox));
    query.set("shown", rows(inbox).map((row) => row.dataset["item"]).join(","));
    return `${inbox.root.dataset["newsUrl"] ?? ""}?${query.toString()}`;
};
const tellLine = (inbox, row, line) => {
    const looking = row.querySelector("[data-looking]");
    const names = line?.looking.join(", ") ?? "";
    if (looking) {
        looking.hidden = !names;
        looking.textContent = names && sentence(inbox, "looking", { names });
    }
    const uses = row.querySelector("[data-uses]");
    const known = new Set([...(uses?.querySelectorAll("a") ?? [])].map((each) => each.getAttribute("href")));
    for (const use of line?.uses ?? []) {
        if (known.has(use.url))
            continue;
        const anchor = document.createElement("a");
        anchor.className = "desk-badge desk-badge--good";
        anchor.href = use.url;
        anchor.textContent = sentence(inbox, "used", { name: use.by });
        uses?.append(anchor, " ");
    }
    row.classList.toggle("inbox-row--ignored", line?.ignored ?? false);
};
const tell = (inbox, news) => {
    const bar = inbox.root.querySelector("[data-fresh-bar]");
    const words = news.new && sentence(inbox, "fresh", { count: news.new });
    if (bar && bar.textContent !== words) {
        bar.textContent = words;
        bar.hidden = !words;
        inbox.root.querySelector("[data-news]")?.replaceChildren(words);
    }
    for (const row of rows(inbox))
        tellLine(inbox, row, news.lines[row.dataset["item"] ?? ""]);
    for (const search of inbox.root.querySelectorAll("[data-search]")) {
        const count = search.querySelector("[data-new]");
        const number = news.searches[search.dataset["search"] ?? ""] ?? "";
        if (!count || search.querySelector("[aria-current]"))
            continue;
        count.textContent = number;
        count.hidden = !number;
    }
    showAlerts(news.alerts, news.new);
};
export const follow = (inbox) => {
    let timer = 0;
    let pause = EVERY;
    const ask = async () => {
        window.clearTimeout(timer);
        const answer = await fetch(address(inbox)).catch(() => null);
        if (answer?.ok && !answer.redirected)
            tell(inbox, (await answer.json()));
        pause = answer?.ok && !document.hidden ? EVERY : Math.min(pause * 2, AT_MOST);
        timer = window.setTimeout(() => void ask(), pause);
    };
    document.addEventListener("visibilitychange", () => {
        if (!document.hidden)
            void ask();
    });
    inbox.root.addEventListener("inbox:shown", () => void ask());
    timer = window.setTimeout(() => void ask(), EVERY);
    return () => void ask();
};
