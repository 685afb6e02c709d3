// Keys of the review screen, told in the dialog that ? opens. A button says in `data-key` which key presses it: one of the
// fact at hand before one of the whole page. Keys can be switched off there (WCAG 2.1.4; the switch of readers' pages) and
// never act while something is typed.
(() => {
  const OFF = "keys-off";
  const dialog = document.getElementById("keys");
  const switchBox = document.getElementById("keys-on");
  if (!dialog || !switchBox) return;
  const kept = {
    isOff: () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } },
    set: (off) => { try { if (off) localStorage.setItem(OFF, "1"); else localStorage.removeItem(OFF); } catch { /* not kept, still switched */ } },
  };
  let off = kept.isOff();
  switchBox.checked = !off;
  switchBox.addEventListener("change", () => {
    off = !switchBox.checked;
    kept.set(off);
  });

  const review = document.getElementById("review");
  const isShown = (node) => node.getClientRects().length > 0;
  const cards = () => [...review.querySelectorAll(".card")].filter(isShown);
  const atHand = () => {
    const card = document.activeElement.closest(".card") || review.querySelector(".card.lit");
    return card && isShown(card) ? card : null;
  };
  const step = (by) => {
    const all = cards();
    if (!all.length) return;
    const at = all.indexOf(atHand());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    all[next].focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  };
  const find = (key) => {
    const named = (place) => [...place.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isShown);
    const card = atHand();
    return (card && named(card)) || [...review.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter(isShown).find((one) => !one.closest(".card"));
  };
  const act = {
    j: () => step(1),
    k: () => step(-1),
    o: () => document.getElementById("toggle-original").click(),
    v: () => document.dispatchEvent(new CustomEvent("review:evidence")),
    "?": () => dialog.showModal(),
  };

  const isTyping = (place) => place.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      const fold = event.target.closest("details.edit[open]");
      if (fold) fold.querySelector("[data-close]").click();
      return;
    }
    if (off || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key === "Enter" && event.shiftKey ? "Shift+Enter" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Enter" && event.target.closest("button, summary, a")) return;
    if (Object.hasOwn(act, key)) {
      event.preventDefault();
      act[key]();
      return;
    }
    const button = find(key);
    if (button) {
      event.preventDefault();
      button.click();
      if (button.matches("summary")) button.dispatchEvent(new CustomEvent("review:unfolded", { bubbles: true }));
    } else if (key === "Enter" && atHand()) {
      event.preventDefault();
      step(1);
    }
  });
})();
