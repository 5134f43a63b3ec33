/**
 * Fills the room for advertisements from the fragment of its place: `.ad[data-ads]`, `templates/ad.html`.
 * The choice is made here, by weight, and is the same on the same page in the same minute: nothing is stored. What comes
 * from another host waits for consent. Our own host is told, as a path and no more, what was seen for a second, or clicked.
 */

const SEEN_AFTER = 1000;
const shown = new Map<HTMLElement, HTMLElement>();
const offers = new Map<HTMLElement, HTMLElement[]>();

/** Nothing where the reader is offline, or blocks advertisements: the room stays empty. */
async function fetched({ dataset }: HTMLElement): Promise<HTMLElement[]> {
  const text = await fetch(dataset["ads"] ?? "", { credentials: "omit" }).then((answer) => answer.text(), () => "");
  const page = new DOMParser().parseFromString(text, "text/html");
  return [...page.querySelectorAll<HTMLElement>("article.ad-one")];
}

const words = (text = ""): string[] => text.split(" ").filter(Boolean);
const meant = (for_: string | undefined, here: string | undefined): boolean =>
  !for_ || words(for_).some((word) => words(here).includes(word));
const fits = ({ dataset: ad }: HTMLElement, { dataset: page }: HTMLElement): boolean =>
  meant(ad["kinds"], page["kind"]) && meant(ad["sections"], page["section"]) && meant(ad["topics"], page["topics"]);

/** True for our own; else what the reader said to this host. */
function allowed({ dataset: { provider, name } }: HTMLElement): boolean | undefined {
  if (!provider) return true;
  return globalThis.broadsheet?.consent.answer({ purpose: "ads", provider, name: name ?? provider, text: "1" });
}

/** From 0 to 1, spread evenly, the same for the same seed (FNV-1a, then mixed). */
function share(seed: string): number {
  let hash = 0x811c9dc5;
  for (const letter of seed) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  for (const shift of [16, 13, 16]) hash = Math.imul(hash ^ (hash >>> shift), 0x45d9f3b);
  return (hash >>> 0) / 2 ** 32;
}

function chosen(ads: HTMLElement[], seed: string): HTMLElement | undefined {
  const weight = (ad: HTMLElement): number => Number(ad.dataset["weight"]) || 1;
  let point = share(seed) * ads.reduce((sum, ad) => sum + weight(ad), 0);
  return ads.find((ad) => (point -= weight(ad)) < 0);
}

function choice(room: HTMLElement): HTMLElement | undefined {
  const elsewhere = [...shown].filter(([other]) => other !== room).map(([, ad]) => ad.dataset["campaign"]);
  const all = (offers.get(room) ?? []).filter((ad) => fits(ad, room) && allowed(ad) !== false);
  const fresh = all.filter((ad) => !elsewhere.includes(ad.dataset["campaign"]));
  const paid = fresh.filter((ad) => ad.dataset["house"] === undefined);
  const seed = `${room.dataset["place"]} ${location.pathname} ${Math.floor(Date.now() / 60_000)}`;
  return chosen(paid.length ? paid : fresh, seed);
}

const tell = (ad: HTMLElement, room: HTMLElement, what: "seen" | "clicked"): boolean =>
  navigator.sendBeacon(`/count/ads/${ad.dataset["campaign"]}/${room.dataset["place"]}/${what}`);

function watch(ad: HTMLElement, room: HTMLElement): void {
  let timer = 0;
  const seen = (): unknown => (observer.disconnect(), ad.isConnected && tell(ad, room, "seen"));
  const observer = new IntersectionObserver(([entry]) => {
    clearTimeout(timer);
    if (entry?.isIntersecting) timer = window.setTimeout(seen, SEEN_AFTER);
  }, { threshold: 0.5 });
  observer.observe(ad);
  for (const event of ["click", "auxclick"])
    ad.querySelector(".ad-link")?.addEventListener(event, () => tell(ad, room, "clicked"));
}

/** What another host shows: it may run scripts, but knows neither the page nor its address. */
function frame({ dataset }: HTMLElement): HTMLIFrameElement {
  const made = Object.assign(document.createElement("iframe"), { title: dataset["title"], referrerPolicy: "no-referrer" });
  made.sandbox.add("allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox");
  made.src = dataset["frame"] ?? "";
  return made;
}

function show(room: HTMLElement, offer: HTMLElement | undefined): void {
  const ad = offer?.cloneNode(true) as HTMLElement | undefined;
  room.replaceChildren(...(ad ? [ad] : []));
  if (!ad) return void shown.delete(room);
  ad.hidden = false;
  const yes = allowed(ad) === true;
  ad.dataset["answer"] = `${allowed(ad)}`;
  for (const part of ad.querySelectorAll<HTMLElement>("[data-if]")) part.hidden = (part.dataset["if"] === "yes") !== yes;
  for (const place of yes ? ad.querySelectorAll<HTMLElement>("[data-frame]") : []) place.replaceChildren(frame(place));
  shown.set(room, ad);
  if (yes) watch(ad, room);
}

const rooms = [...document.querySelectorAll<HTMLElement>(".ad[data-ads]")];
for (const [number, ads] of (await Promise.all(rooms.map(fetched))).entries()) {
  const room = rooms[number];
  if (room) show((offers.set(room, ads), room), choice(room));
}
globalThis.broadsheet?.consent.subscribe(() => {
  for (const [room, ad] of [...shown]) {
    if (ad.dataset["answer"] === `${allowed(ad)}`) continue;
    const same = offers.get(room)?.find((each) => each.dataset["campaign"] === ad.dataset["campaign"]);
    show(room, allowed(ad) === false ? choice(room) : same);
  }
});
