// Finds stories while the editor types; the server sends them as pieces of the board.

const PAUSE = 250;

export const searches = (): void => {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  const list = document.querySelector<HTMLElement>("[data-found]");
  if (!field || !list) return;
  let asked = 0;
  let timer = 0;

  const ask = async (): Promise<void> => {
    const mine = ++asked;
    const answer = await fetch(`${field.dataset["search"] ?? ""}?q=${encodeURIComponent(field.value)}`);
    const text = answer.ok ? await answer.text() : "";
    if (mine === asked) list.innerHTML = text;
  };

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  });
  void ask();
};
