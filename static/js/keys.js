// Keys for readers who type: `/` to the search box, `j` and `k` from hit to hit, `?` for the list of them.
// They can be switched off in that list (WCAG 2.1.4), and never act while something is typed or a dialog is open.
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

  document.querySelectorAll("[data-opens]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  });

  const isTyping = (place) => place.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  const toHit = (step) => {
    const hits = [...document.querySelectorAll(".hits > li h2 a, .hits > li h3 a")];
    if (!hits.length) return;
    const at = hits.findIndex((hit) => hit.closest("li").contains(document.activeElement));
    const next = at < 0 ? (step > 0 ? 0 : hits.length - 1) : Math.min(hits.length - 1, Math.max(0, at + step));
    hits[next].focus({ preventScroll: true });
    hits[next].closest("li").scrollIntoView({ block: "nearest" });
  };

  const act = {
    "/": () => {
      const box = [...document.querySelectorAll(".find input[name=q]")].find((one) => one.offsetParent);
      if (box) {
        box.focus();
        box.select();
      }
    },
    j: () => toHit(1),
    k: () => toHit(-1),
    "?": () => dialog.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (off || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]") || isTyping(event.target) || !Object.hasOwn(act, event.key)) return;
    event.preventDefault();
    act[event.key]();
  });
})();
