// Switches between light and dark on the page itself; without this file the switch loads the page anew.
// The server reads the same cookie (archive/web/theme.py), so that the next page comes in what was chosen.
(() => {
  const YEAR = 60 * 60 * 24 * 365;
  const MEDIA = { auto: "screen and (prefers-color-scheme: dark)", light: "not all", dark: "screen" };
  const form = document.querySelector("form.theme");
  const dark = document.getElementById("dark");
  if (!form || !dark) return;
  form.addEventListener("submit", (event) => {
    const theme = event.submitter && event.submitter.value;
    if (!(theme in MEDIA)) return;
    event.preventDefault();
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
    dark.media = MEDIA[theme];
    document.querySelector('meta[name="color-scheme"]').content = theme === "auto" ? "light dark" : theme;
    form.dataset.theme = theme;
    form.querySelector(`.${theme}`).focus();
  });
})();
