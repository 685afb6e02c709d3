// What htmx leaves to the page it updates: the focus stays on the control that was used, the new count is announced,
// what a reader unfolded stays open, failures are told, and on narrow windows the filters are a sheet.
// The page works without this file, and without htmx.
(() => {
  const search = document.getElementById("search");
  const sheet = document.getElementById("filter-sheet");
  const trouble = document.getElementById("trouble");
  if (!search || !sheet || !trouble || !window.htmx) return;
  const root = document.documentElement;
  const narrow = window.matchMedia("(max-width: 900px)");
  const SLOW = 800;
  root.classList.add("live");

  // Announcing. What lies behind an open dialog is not read out, so a sheet has a place of its own for it.
  const say = (words) => {
    const place = sheet.open ? sheet.querySelector("[role=status]") : document.getElementById("announce");
    place.textContent = "";
    setTimeout(() => { place.textContent = words; }, 50);
  };
  const count = () => document.querySelector("#summary h1").textContent.trim();

  // Focus. An element is remembered by what it chooses, or by the nearest part of the page that will be there again.
  let used = null;
  const remember = (element) => {
    if (!element || element === document.body) return null;
    const { facet, value } = element.dataset;
    const box = element.matches("input[type=checkbox]");
    return {
      id: element.id,
      facet: box ? element.name : facet,
      value: box ? element.value : value,
      paged: Boolean(element.closest(".pages")),
      typed: element.matches("input:not([type=checkbox])") ? element : null,
      around: [...function* () { for (let at = element.parentElement; at; at = at.parentElement) if (at.id) yield at.id; }()],
    };
  };
  const find = ({ id, facet, value, paged, around }) => {
    if (paged) return document.querySelector(".hits h2 a") || document.getElementById("results");
    if (facet) {
      const same = [...document.querySelectorAll(`#filters input[name="${facet}"], #filters a[data-facet="${facet}"]`)]
        .find((one) => (one.value || one.dataset.value) === value);
      if (same) return same;
    }
    return [id, ...around].map((name) => name && document.getElementById(name)).find(Boolean);
  };

  // What a reader typed while an answer was under way is kept, and counts as changed once they leave the field.
  const keepTyped = (place, before) => {
    if (place.value === before.value) return;
    place.value = before.value;
    place.addEventListener("blur", () => place.dispatchEvent(new Event("change", { bubbles: true })), { once: true });
  };

  // What was unfolded among the filters.
  let unfolded = [];
  const folds = () => [...document.querySelectorAll("#filters details[data-key]")];
  const unfold = (element) => {
    for (let at = element.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  };

  // What stands outside the parts that are swapped, and must know the address: the search box, the switches.
  const follow = () => {
    const here = new URLSearchParams(window.location.search);
    document.querySelectorAll("header form.find").forEach((form) => {
      form.querySelectorAll("input[type=hidden]").forEach((one) => one.remove());
      for (const [name, value] of here) {
        if (name === "q" || name === "page") continue;
        const kept = document.createElement("input");
        Object.assign(kept, { type: "hidden", name, value });
        form.append(kept);
      }
      const words = form.querySelector("[name=q]");
      if (words !== document.activeElement) words.value = here.get("q") || "";
    });
    document.querySelectorAll("header input[name=next]").forEach((one) => {
      one.value = window.location.pathname + window.location.search;
    });
  };

  const isPage = (event) => event.detail.target && event.detail.target.id === "results";
  let slow = 0;

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isPage(event)) return;
    trouble.hidden = true;
    used = remember(document.activeElement);
    search.setAttribute("aria-busy", "true");
    clearTimeout(slow);
    slow = setTimeout(() => say(search.dataset.waiting), SLOW);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isPage(event)) return;
    if (document.activeElement !== document.body) used = remember(document.activeElement);
    unfolded = folds().filter((one) => one.open).map((one) => one.dataset.key);
  });
  // At once, not when the page has settled: between the two a reader may press Enter.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!isPage(event) || !used || !used.typed) return;
    const place = find(used);
    if (place && place !== used.typed) keepTyped(place, used.typed);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!isPage(event) || !used) return;
    folds().forEach((one) => { if (unfolded.includes(one.dataset.key)) one.open = true; });
    const place = find(used);
    used = null;
    // Only where the swap took the focus away: a reader who has moved on meanwhile, or closed the sheet, stays there.
    if (place && [document.body, sheet].includes(document.activeElement)) {
      unfold(place);
      place.focus({ preventScroll: !place.closest(".hits") });
    }
    follow();
    say(count());
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isPage(event)) return;
    clearTimeout(slow);
    search.removeAttribute("aria-busy");
  });
  document.addEventListener("htmx:historyRestore", () => {
    sheet.querySelector(".sheet-body").replaceChildren(); // the page came back with filters of its own
    if (sheet.open) sheet.close();
    follow();
    say(count());
  });

  // How many values a name typed among the filters finds.
  document.addEventListener("htmx:afterSwap", (event) => {
    const told = event.detail.target && event.detail.target.matches(".found") && event.detail.target.querySelector("p");
    if (told) say(told.textContent);
  });

  // A failure leaves what was there, says so, and offers the page itself.
  const fail = (event) => {
    clearTimeout(slow);
    search.removeAttribute("aria-busy");
    const path = event.detail.pathInfo && event.detail.pathInfo.finalRequestPath;
    const again = document.createElement("a");
    again.href = path || window.location.href;
    again.textContent = search.dataset.again;
    if (sheet.open) sheet.close();
    trouble.replaceChildren(`${search.dataset.failed} `, again);
    trouble.hidden = false;
  };
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:historyCacheMissLoadError"]) {
    document.addEventListener(name, fail);
  }

  // The sheet borrows the form with the filters from the page and gives it back.
  const panel = () => document.querySelector(".panel");
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("#open-filters");
    if (!opener || !narrow.matches) return;
    event.preventDefault();
    sheet.querySelector(".sheet-body").append(document.getElementById("filters"));
    sheet.showModal();
  });
  sheet.addEventListener("close", () => {
    const form = sheet.querySelector("#filters");
    if (form && panel()) panel().append(form);
    else if (form) form.remove();
  });
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });
  narrow.addEventListener("change", () => {
    if (sheet.open) sheet.close();
  });
  document.getElementById("open-filters").setAttribute("aria-haspopup", "dialog");
})();
