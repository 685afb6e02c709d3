// Values while they are typed: a field that knows its kind lists what fits, in characters, pinyin or initials (an editable
// combobox with a list, WAI-ARIA pattern). The first is chosen already: Enter takes it. The field works without this file.
(() => {
  const WAIT = 120;
  const NAMES = new Set(["region", "event_type", "service_field", "beneficiary", "theme_day", "organisation", "programme", "person", "source"]);
  const CODED = new Set(["region", "event_type", "service_field", "beneficiary", "theme_day"]);
  const states = new WeakMap();
  let lists = 0;

  const attach = (input) => {
    const list = document.createElement("ul");
    list.id = `values-${(lists += 1)}`;
    list.className = "values";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    (input.closest("label") || input).after(list); // not inside the label, which names the field
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      input.setAttribute(name, value);
    }
    const state = { list, found: [], current: -1, timer: 0, asked: null };
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      take(input, state, [...list.children].indexOf(option));
    });
    states.set(input, state);
    return state;
  };
  const close = (input, state) => {
    clearTimeout(state.timer);
    if (state.asked) state.asked.abort();
    state.list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const move = (input, state, to) => {
    state.current = (to + state.found.length) % state.found.length;
    [...state.list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === state.current)));
    const chosen = state.list.children[state.current];
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };
  const take = (input, state, place) => {
    const { value, label } = state.found[place];
    input.value = CODED.has(input.dataset.kind) ? `${label}（${value}）` : label;
    close(input, state);
  };
  const show = (input, state, found) => {
    state.found = found;
    state.list.replaceChildren(...found.map(({ label, within }, place) => {
      const option = document.createElement("li");
      option.id = `${state.list.id}-${place}`;
      option.setAttribute("role", "option");
      const small = document.createElement("small");
      small.textContent = within;
      option.append(label, " ", small);
      return option;
    }));
    if (!found.length) return close(input, state);
    state.list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    move(input, state, 0);
  };
  const ask = async (input, state) => {
    const asked = (state.asked = new AbortController());
    try {
      const wanted = new URLSearchParams({ kind: input.dataset.kind, q: input.value });
      const response = await fetch(`${input.dataset.values}?${wanted}`, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (response.ok && document.activeElement === input) show(input, state, (await response.json()).values);
    } catch (error) {
      if (error.name !== "AbortError") close(input, state);
    }
  };
  const stateOf = (input) => states.get(input) || attach(input);
  const isPicked = (node) => node.matches && node.matches("input[data-values]") && NAMES.has(node.dataset.kind);

  document.addEventListener("input", (event) => {
    if (!isPicked(event.target) || event.isComposing) return;
    const input = event.target;
    const state = stateOf(input);
    close(input, state);
    if (input.value.trim()) state.timer = setTimeout(() => ask(input, state), WAIT);
  });
  document.addEventListener("compositionend", (event) => {
    if (isPicked(event.target)) event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("keydown", (event) => {
    if (!isPicked(event.target) || event.isComposing) return;
    const input = event.target;
    const state = stateOf(input);
    if (state.list.hidden) return;
    if (event.key === "ArrowDown") move(input, state, state.current + 1);
    else if (event.key === "ArrowUp") move(input, state, state.current - 1);
    else if (event.key === "Enter") take(input, state, state.current);
    else if (event.key === "Escape") close(input, state);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("focusout", (event) => {
    if (isPicked(event.target) && states.has(event.target)) close(event.target, states.get(event.target));
  });
})();
