// Lights the words that prove a fact while the reader points at it, and the fact while the reader points at its words.
// The links work without this file; it adds nothing else.
(() => {
  const related = (number) => document.querySelectorAll(`[data-fact="${number}"]`);
  const light = (event, on) => {
    const place = event.target.closest && event.target.closest("[data-fact]");
    if (!place) return;
    related(place.dataset.fact).forEach((node) => node.classList.toggle("on", on));
  };
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, (event) => light(event, true));
  for (const name of ["mouseout", "focusout"]) document.addEventListener(name, (event) => light(event, false));
})();
