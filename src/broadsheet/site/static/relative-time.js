const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
function words(age) {
    return age < HOUR
        ? format.format(-Math.max(1, Math.floor(age / MINUTE)), "minute")
        : format.format(-Math.floor(age / HOUR), "hour");
}
function refresh() {
    for (const element of document.querySelectorAll("time[data-relative]")) {
        const age = Date.now() - Date.parse(element.dateTime);
        element.title ||= element.textContent;
        element.textContent = age >= 0 && age < DAY ? words(age) : element.title;
    }
}
refresh();
setInterval(refresh, MINUTE);
document.addEventListener("broadsheet:added", refresh);
export {};
