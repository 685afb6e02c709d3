// The form of a rule follows its kind: what the value is looked for among, and the fields only a site has.
document.addEventListener("DOMContentLoaded", () => {
  const kind = document.querySelector("select[name=kind]");
  const value = document.querySelector("input[name=value][data-values]");
  if (!kind || !value) return;
  const among = { site: "source", place: "region", type_cue: "event_type", field_cue: "service_field", source_alias: "source" };
  const follow = () => {
    value.dataset.kind = among[kind.value] || "";
    const site = document.querySelector("[name=site_kind]");
    const part = site && site.closest("fieldset, .module");
    if (part) part.hidden = kind.value !== "site";
  };
  kind.addEventListener("change", follow);
  follow();
});
