/**
 * What a reader allows, for each purpose and provider, as `broadsheet.consent`: docs/contracts/consent.md.
 * Nothing is stored unless the reader asks to have it remembered.
 */

type Subject = { purpose: string; provider: string };
/** `text` is the version of the words that the reader sees; `item` narrows it to one thing in this page. */
export type Question = Subject & { name: string; text: string; item?: string };
/** From `day` to the day before `until` (2026-11-22): the time of day is nobody's business. */
export type Decision = Subject & { name: string; text: string; yes: boolean; day: string; until: string };
/** Where answers are remembered: this device, or a consent platform. */
export type Keeper = { read(): Decision[]; write(decisions: Decision[]): void; watch(changed: () => void): void };

const STORED = "broadsheet-consent";
const KEPT_FOR = 365 * 86_400_000;

const day = (later = 0): string => new Date(Date.now() + later).toISOString().slice(0, 10);
const stands = (decision: Decision): boolean => decision.until > day();
const key = ({ purpose, provider }: Subject): string => `${purpose} ${provider}`;

/** Undefined where the browser refuses, or where what is stored is not ours: answers then hold for the page. */
function attempt<T>(action: () => T): T | undefined {
  try { return action(); } catch { return undefined; }
}

const device: Keeper = {
  read: () => attempt(() => JSON.parse(localStorage.getItem(STORED) ?? "[]").filter(stands)) ?? [],
  write: (all) =>
    attempt(() => (all.length ? localStorage.setItem(STORED, JSON.stringify(all)) : localStorage.removeItem(STORED))),
  watch: (changed) => addEventListener("storage", ({ key }) => (key ?? STORED) === STORED && changed()),
};

export class Consent {
  #keeper = device;
  #known: Decision[] = [];
  /** By subject, then by item: what holds until the page is left. */
  readonly #here = new Map<string, Map<string, boolean>>();
  readonly #listeners = new Set<() => void>();

  /** Undefined until the reader has answered these very words. */
  answer(question: Question): boolean | undefined {
    const here = this.#here.get(key(question));
    const kept = this.remembered().find((each) => key(each) === key(question) && each.text === question.text);
    return here?.get(question.item ?? "") ?? here?.get("") ?? kept?.yes;
  }

  /** Holds until the page is left or, if the reader wants it remembered, for a year and for every item. */
  decide(question: Question, yes: boolean, remember: boolean): void {
    const { purpose, provider, name, text, item = "" } = question;
    const decision = { purpose, provider, name, text, yes, day: day(), until: day(KEPT_FOR) };
    if (remember) this.#keep(question, [decision]);
    const here = new Map(this.#here.get(key(question))).set(remember ? "" : item, yes);
    if (!remember || this.answer(question) !== yes) this.#here.set(key(question), here);
    this.refresh();
  }

  /** Back to no answer: for everything of this provider, if that is remembered or no item is named. */
  withdraw(subject: Subject & { item?: string }): void {
    const isKept = this.remembered().some((each) => key(each) === key(subject));
    const wasHere = subject.item && this.#here.get(key(subject))?.delete(subject.item);
    if (isKept || !wasHere) this.#keep(subject, []);
    this.refresh();
  }

  remembered(): Decision[] {
    return this.#keeper.read();
  }

  /** Hears of every change, in another tab too; the result ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets a consent platform remember in place of this device. */
  keepWith(keeper: Keeper): void {
    (this.#keeper = keeper).watch(() => this.refresh());
    this.refresh();
  }

  /** Looks again: what was taken back elsewhere, or has run out, holds here no more either. */
  refresh(): void {
    const kept = this.remembered();
    for (const one of this.#known) if (!kept.some((each) => key(each) === key(one))) this.#here.delete(key(one));
    this.#known = kept;
    for (const listener of this.#listeners) listener();
  }

  #keep(subject: Subject, decisions: Decision[]): void {
    this.#here.delete(key(subject));
    this.#keeper.write([...this.remembered().filter((each) => key(each) !== key(subject)), ...decisions]);
  }
}

declare global { var broadsheet: { consent: Consent } }

globalThis.broadsheet = { consent: new Consent() };
broadsheet.consent.keepWith(device);
// A page that comes back by the back button has heard nothing; one that stays open grows old.
for (const event of ["pageshow", "visibilitychange"]) addEventListener(event, () => broadsheet.consent.refresh());
