// Facts and the words that prove them, each lit while the reader points at the other. A fact that is chosen stays lit and
// brings its words into view, only as far as needed; in narrow windows a button leads back to the fact.
// The links work without this file: they lead to the words.
(() => {
  const column = document.querySelector(".side");
  if (!column) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const isWide = () => matchMedia("(min-width: 901px)").matches;
  const related = (number) => document.querySelectorAll(`[data-fact="${CSS.escape(number)}"], #e${CSS.escape(number)}`);
  const factOf = (node) => {
    const place = node.closest && node.closest("[data-fact], a.point");
    if (!place) return null;
    return place.dataset.fact || place.getAttribute("href").slice(2);
  };
  const set = (name, number, on) => related(number).forEach((node) => node.classList.toggle(name, on));

  for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
    document.addEventListener(name, (event) => {
      const number = factOf(event.target);
      if (number) set("on", number, on);
    });
  }

  const back = document.createElement("a");
  back.className = "return";
  back.hidden = true;
  document.body.append(back);

  const bring = (node, block) => {
    const { top, bottom } = node.getBoundingClientRect();
    if (top >= 0 && bottom <= innerHeight) return;
    node.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  };
  let chosen = null;
  const choose = (number) => {
    if (chosen) set("lit", chosen, false);
    chosen = number;
    set("lit", number, true);
  };
  const offer = (words, fact) => {
    back.textContent = words;
    back.href = `#${fact.id}`;
    back.hidden = false;
  };

  const openFact = (link) => {
    const number = link.hash.slice(2);
    const words = document.getElementById(`e${number}`);
    if (!words) return false;
    choose(number);
    bring(words, "center");
    history.replaceState(history.state, "", link.hash);
    const fact = link.closest(".fact") || column.querySelector(`.fact[data-fact="${CSS.escape(number)}"]`);
    if (fact) offer(`↩ ${column.dataset.return}`, fact);
    return true;
  };
  const openWords = (number) => {
    const link = column.querySelector(`a.point[href="#e${CSS.escape(number)}"]`);
    if (!link) return;
    choose(number);
    const fact = link.closest(".fact");
    const group = fact.closest(".group").querySelector("h2").textContent;
    const value = link.querySelector(".value") || link;
    offer(`${group} ${value.textContent.trim()} ↑`, fact);
    const fold = fact.closest(".others");
    if (fold && isWide()) fold.open = true;
    if (isWide()) bring(fact, "nearest");
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest('.side a[href^="#e"]');
    if (link && openFact(link)) return event.preventDefault();
    const words = event.target.closest(".ev");
    if (words && getSelection().isCollapsed) openWords(words.dataset.fact);
  });
  back.addEventListener("click", (event) => {
    event.preventDefault();
    const fact = document.getElementById(back.hash.slice(1));
    back.hidden = true;
    for (let fold = fact.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    fact.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    const point = fact.querySelector("a.point");
    if (point) point.focus({ preventScroll: true });
  });

  const atStart = location.hash.match(/^#e(\d+)$/);
  if (atStart) choose(atStart[1]);
})();
