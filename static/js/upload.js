// Files, folders and archives dragged onto the upload page: sent in parts before the form, with progress.
(function () {
  "use strict";
  var PART = 8 * 1024 * 1024;
  var form = document.getElementById("upload-form"), drop = document.getElementById("drop");
  if (!form || !drop || !window.fetch) return;
  var input = form.elements.pages, told = document.getElementById("chosen");
  var bar = document.getElementById("sent"), wrong = document.getElementById("upload-error");
  var chosen = []; // [{file, name}], in the order they were chosen
  drop.hidden = false;

  function add(file, name) { chosen.push({ file: file, name: name || file.name }); }

  function tell() {
    var size = chosen.reduce(function (sum, each) { return sum + each.file.size; }, 0);
    told.textContent = chosen.length
      ? told.dataset.some.replace("{number}", chosen.length).replace("{size}", (size / 1048576).toFixed(1))
      : told.dataset.none;
  }

  // A folder is read a hundred entries at a time, until it gives none.
  async function walk(entry, path) {
    if (entry.isFile) {
      add(await new Promise(function (good, bad) { entry.file(good, bad); }), path + entry.name);
      return;
    }
    var reader = entry.createReader(), some;
    do {
      some = await new Promise(function (good, bad) { reader.readEntries(good, bad); });
      for (var each of some) if (!each.name.startsWith(".")) await walk(each, path + entry.name + "/");
    } while (some.length);
  }

  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    drop.addEventListener(kind, function (event) {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
    });
  });
  drop.addEventListener("drop", async function (event) {
    var items = Array.from(event.dataTransfer.items || []);
    var entries = items.map(function (item) { return item.webkitGetAsEntry && item.webkitGetAsEntry(); });
    var files = Array.from(event.dataTransfer.files);
    if (entries.length && entries.every(Boolean)) for (var entry of entries) await walk(entry, "");
    else files.forEach(function (file) { add(file); });
    tell();
  });

  function take() {
    Array.from(input.files).forEach(function (file) { add(file, file.webkitRelativePath); });
    input.value = "";
    input.webkitdirectory = false;
    tell();
  }
  input.addEventListener("change", take);
  document.getElementById("choose-folder").addEventListener("click", function () {
    input.webkitdirectory = true;
    input.click();
  });

  async function sendPart(query, blob) {
    var response = await fetch(form.dataset.parts + "?" + new URLSearchParams(query), {
      method: "POST",
      body: blob,
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "Content-Type": "application/octet-stream" },
    });
    var answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer.upload;
  }

  async function sendAll() {
    var whole = chosen.reduce(function (sum, each) { return sum + each.file.size; }, 0) || 1, sent = 0, upload = "";
    bar.hidden = false;
    for (var number = 0; number < chosen.length; number++) {
      var file = chosen[number].file, offset = 0;
      do {
        var query = { number: number, offset: offset };
        if (upload) query.upload = upload;
        var part = file.slice(offset, offset + PART);
        upload = await sendPart(query, part);
        offset += PART;
        sent += part.size;
        bar.value = sent / whole;
      } while (offset < file.size);
    }
    form.elements.upload.value = upload;
    form.elements.names.value = JSON.stringify(chosen.map(function (each) { return each.name; }));
  }

  form.addEventListener("submit", function (event) {
    if (!chosen.length) return;
    event.preventDefault();
    wrong.textContent = "";
    form.querySelector("[type=submit]").disabled = true;
    sendAll().then(function () { form.submit(); }).catch(function (error) {
      wrong.textContent = error.message || told.dataset.failed;
      form.querySelector("[type=submit]").disabled = false;
      bar.hidden = true;
    });
  });
  tell();
})();
