/**
 * Buttons with which a reader answers, wherever they stand in the page.
 *
 *     <div data-purpose="embeds" data-provider="youtube" data-name="YouTube" data-text="1" data-item="b3">
 *       <button type="button" data-consent="once">…</button>
 *
 * `once` and `no` hold for this page, `always` and `never` are remembered, `withdraw` takes either back.
 */

import type { Question } from "./consent.js";

const ANSWERS: Record<string, [yes: boolean, remember: boolean]> = {
  once: [true, false],
  always: [true, true],
  no: [false, false],
  never: [false, true],
};

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest<HTMLElement>("[data-consent]");
  const place = button && button.closest<HTMLElement>("[data-purpose][data-provider]");
  if (!place) return;
  const answer = ANSWERS[button.dataset["consent"] ?? ""];
  const question = place.dataset as Question;
  if (answer) broadsheet.consent.decide(question, ...answer);
  else broadsheet.consent.withdraw(question);
});
