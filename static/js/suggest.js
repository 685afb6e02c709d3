// Suggestions under the search box while the reader types: an editable combobox with a list (WAI-ARIA pattern).
// The box searches without this file; it adds nothing else. A suggestion is a link: choosing it goes there.
(() => {
  const WAIT = 120;
  let lists = 0;

  const attach = (form) => {
    const input = form.querySelector('input[type="search"][name="q"]');
    if (!input) return;
    const list = document.createElement("ul");
    list.id = `suggestions-${(lists += 1)}`;
    list.className = "suggestions";
    list.hidden = true;
    for (const [name, value] of [["role", "listbox"], ["aria-label", form.dataset.name]]) list.setAttribute(name, value);
    // A search field may not be a combobox, a text field may.
    input.type = "text";
    for (const [name, value] of [
      ["inputmode", "search"], ["enterkeyhint", "search"], ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id],
    ]) input.setAttribute(name, value);
    form.append(list);

    let current = -1;
    let timer = 0;
    let asked = null;
    const options = () => [...list.children];

    const close = () => {
      list.hidden = true;
      current = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const mark = (number) => {
      current = number;
      options().forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
      if (number < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", list.children[number].id);
        list.children[number].scrollIntoView({ block: "nearest" });
      }
    };

    const part = (words, name) => {
      const span = document.createElement("span");
      span.className = name;
      span.textContent = words;
      return span;
    };

    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map((one, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.dataset.address = one.url;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.append(part(one.label, "label"));
        if (one.within) option.append(part(one.within, "place"));
        option.append(part(one.kind_label, "kind"));
        if (one.count !== null) option.append(part(String(one.count), "num"));
        return option;
      }));
      current = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !suggestions.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    };

    const ask = async () => {
      if (asked) asked.abort();
      const typed = input.value.trim();
      if (!typed) return close();
      asked = new AbortController();
      try {
        const address = `${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
        const answer = await fetch(address, { signal: asked.signal });
        if (!answer.ok) return close();
        const { suggestions } = await answer.json();
        if (document.activeElement === input && input.value.trim() === typed) show(suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("compositionend", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.isComposing) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(((current + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "ArrowDown") {
        ask();
      } else if (event.key === "Enter" && current >= 0 && !list.hidden) {
        event.preventDefault();
        window.location.assign(list.children[current].dataset.address);
      }
    });
    input.addEventListener("blur", close);
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) window.location.assign(option.dataset.address);
    });
  };

  document.querySelectorAll("form[data-suggest]").forEach(attach);
})();
