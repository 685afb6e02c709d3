// What the review screen does beside htmx: answers that refuse are shown too, the focus goes to the next fact, forms fold,
// the stored page is shown or put away. Every button works without this file, by loading the page anew.
(() => {
  const review = document.getElementById("review");
  if (!review) return;
  const PUT_AWAY = "review-original-away";

  // A conflict (409) or a refused value (422) comes as the same page, with what was typed in its fields.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (![409, 422].includes(event.detail.xhr.status)) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  const narrow = matchMedia("(max-width: 760px)");
  const focus = (isFirst) => {
    const work = document.getElementById("work");
    const form = work.querySelector("details.edit[open] form");
    const trouble = document.getElementById("trouble");
    const card = work.dataset.focus && document.getElementById(work.dataset.focus);
    const place = trouble ? (form && form.querySelector("[name=value], [name=title]")) || trouble : card;
    if (!place) return;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    place.focus({ preventScroll: true });
    // In a narrow window the text stands above the facts, and is read first.
    if (!isFirst || !narrow.matches) (trouble || place).scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "work" || event.detail.elt.id === "work") focus(false);
  });

  // A failure of the way there leaves everything as it was, and says so.
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      const told = document.getElementById("failed");
      told.hidden = false;
      told.focus();
    });
  }
  document.addEventListener("htmx:beforeRequest", () => { document.getElementById("failed").hidden = true; });

  review.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (!close) return;
    const fold = close.closest("details.edit");
    fold.open = false;
    (fold.closest(".card") || fold.querySelector("summary")).focus();
  });
  // By pointer when the form has unfolded; by key at once (`review:unfolded`), since whoever presses E types on.
  const begin = (event) => {
    const fold = event.target.closest("details.edit");
    if (!fold || !fold.open || (event.type === "toggle" && event.target !== fold)) return;
    const first = fold.querySelector("select[name=kind], [name=value], [name=title]");
    if (fold.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")) return;
    first.focus();
    if (first.select) first.select();
  };
  review.addEventListener("toggle", begin, true);
  review.addEventListener("review:unfolded", begin);

  // The calendar writes into the field, which takes what no calendar knows: months, spans, doubtful years.
  review.addEventListener("change", (event) => {
    if (event.target.matches("[data-day]") && event.target.value) {
      event.target.form.elements.value.value = event.target.value;
    }
    if (event.target.matches("#add select[name=kind]")) suitKind(event.target);
  });
  const suitKind = (select) => {
    const { value: field, role } = select.form.elements;
    const roles = select.selectedOptions[0].dataset.roles.split(";").filter(Boolean).map((pair) => pair.split("="));
    const chosen = role.value;
    role.replaceChildren(...roles.map(([code, label]) => new Option(label, code, false, code === chosen)));
    role.closest("label").hidden = !roles.length;
    field.dataset.kind = select.value;
    select.form.querySelector(".day").hidden = select.value !== "event_date";
  };

  const kept = {
    get: () => { try { return localStorage.getItem(PUT_AWAY) === "1"; } catch { return false; } },
    set: (away) => { try { localStorage.setItem(PUT_AWAY, away ? "1" : "0"); } catch { /* not kept, still shown */ } },
  };
  const button = document.getElementById("toggle-original");
  const show = (away) => {
    review.classList.toggle("away", away);
    button.setAttribute("aria-pressed", String(!away));
  };
  button.hidden = false;
  show(kept.get());
  button.addEventListener("click", () => {
    const away = !review.classList.contains("away");
    kept.set(away);
    show(away);
  });
  document.querySelectorAll("[data-opens]").forEach((opener) => {
    opener.hidden = false;
    opener.addEventListener("click", () => document.getElementById(opener.dataset.opens).showModal());
  });
  const kind = document.querySelector("#add select[name=kind]");
  if (kind) suitKind(kind);
  focus(true);
})();
