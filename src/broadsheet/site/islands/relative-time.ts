/**
 * Says how long ago a story was published while that is less than a day.
 *
 *     <time datetime="2026-11-24T14:05:00+01:00">24. November 2026, 14:05 Uhr</time>
 *
 * The absolute words stay as the title. Times that appear later (a fragment) are done
 * when the document is told so by the event `broadsheet:added`.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });

function words(age: number): string {
  return age < HOUR
    ? format.format(-Math.max(1, Math.floor(age / MINUTE)), "minute")
    : format.format(-Math.floor(age / HOUR), "hour");
}

function refresh(): void {
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
    const age = Date.now() - Date.parse(element.dateTime);
    element.title ||= element.textContent;
    element.textContent = age >= 0 && age < DAY ? words(age) : element.title;
  }
}

refresh();
setInterval(refresh, MINUTE);
document.addEventListener("broadsheet:added", refresh);
