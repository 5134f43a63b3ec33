const EVERY = 20_000;
const AT_MOST = 300_000;
const title = document.title;
export const showAlerts = (alerts, fresh = "") => {
    const entry = document.querySelector('.sidebar a[href$="/inbox/"]');
    if (alerts)
        entry?.setAttribute("data-alerts", String(alerts));
    else
        entry?.removeAttribute("data-alerts");
    const count = alerts ? String(alerts) : fresh;
    document.title = count ? `(${count}) ${title}` : title;
};
const follow = (url) => {
    let pause = EVERY;
    const ask = async () => {
        const answer = await fetch(url).catch(() => null);
        const told = answer?.ok && !answer.redirected ? (await answer.json()) : null;
        if (told)
            showAlerts(told.alerts);
        if (told?.alerts === null)
            return;
        pause = told && !document.hidden ? EVERY : Math.min(pause * 2, AT_MOST);
        window.setTimeout(() => void ask(), pause);
    };
    window.setTimeout(() => void ask(), 500);
};
const script = document.querySelector("script[data-alerts-url]");
if (script && !document.querySelector("[data-inbox]"))
    follow(script.dataset["alertsUrl"] ?? "");
