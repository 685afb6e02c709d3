// Facts and the words that prove them, each lit while the reviewer is at the other; and words that are selected become
// the evidence of the fact at hand (the event `review:evidence`, which the key V sends).
(() => {
  const review = document.getElementById("review");
  if (!review) return;
  const work = () => document.getElementById("work");
  const marks = (number) => work().querySelectorAll(`.ev[data-fact="${CSS.escape(number)}"]`);
  const factOf = (node) => {
    const place = node.closest && node.closest("[data-fact]");
    return place && review.contains(place) ? place.dataset.fact : null;
  };
  const set = (name, number, on) => {
    marks(number).forEach((mark) => mark.classList.toggle(name, on));
    const card = document.getElementById(`f${number}`);
    if (card) card.classList.toggle(name, on);
  };

  for (const [name, on] of [["mouseover", true], ["mouseout", false]]) {
    document.addEventListener(name, (event) => {
      const number = factOf(event.target);
      if (number) set("on", number, on);
    });
  }

  // The fact at hand stays at hand while words are selected, which takes the focus away.
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest && event.target.closest(".card");
    if (!card) return;
    work().querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    set("lit", card.dataset.fact, true);
    const first = marks(card.dataset.fact)[0];
    if (first) first.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => {
    const words = event.target.closest(".reading .ev");
    if (!words || !getSelection().isCollapsed) return;
    const card = document.getElementById(`f${words.dataset.fact}`);
    if (!card) return;
    for (let fold = card.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    card.focus();
  });

  document.addEventListener("review:evidence", () => {
    const selection = getSelection();
    const text = document.getElementById("text");
    const title = document.getElementById("title");
    const inside = (node) => text.contains(node) || title.contains(node);
    if (selection.isCollapsed || !inside(selection.anchorNode) || !inside(selection.focusNode)) return;
    const words = selection.toString().replace(/\s*\n\s*/g, "\n").trim();
    const card = work().querySelector(".card.lit");
    const fold = work().querySelector("details.edit[open]:not(.page)") || (card && card.querySelector("details.edit")) || document.getElementById("add");
    fold.open = true;
    fold.querySelector("[name=quote]").value = words;
    fold.querySelector("[name=value]").focus();
  });
})();
