// j and k go down and up a list, Enter opens what is marked; plain links stay what they are.

(() => {
  const rows = () => [...document.querySelectorAll("#listing-results tbody tr")];
  const marked = () => rows().findIndex((row) => row.classList.contains("desk-marked"));
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  const mark = (index) => {
    const all = rows();
    const row = all[Math.max(0, Math.min(index, all.length - 1))];
    all.forEach((each) => each.classList.toggle("desk-marked", each === row));
    row?.scrollIntoView({ block: "nearest" });
    row?.querySelector(".title a")?.focus({ preventScroll: true });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") mark(marked() + 1);
    if (event.key === "k") mark(marked() - 1);
  });
})();
