// Choosing and sending files: dropped or chosen, listed, checked for size, sent with progress.
// Without script the browser's own field does the same, and the server checks the same.
"use strict";

document.documentElement.classList.add("can-drop");

function sizeText(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function listFiles(holder) {
  const input = holder.querySelector("input[type=file]");
  const limit = Number(holder.dataset.limit);
  const rows = [...input.files].map((file, index) => {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = file.name;
    const size = document.createElement("span");
    const isTooLarge = file.size > limit;
    size.textContent = isTooLarge ? `${sizeText(file.size)} · ${holder.dataset.tooLarge}` : sizeText(file.size);
    row.classList.toggle("bad", isTooLarge);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${holder.dataset.remove} ${file.name}`);
    remove.addEventListener("click", () => keepOnly(holder, (_, at) => at !== index));
    row.append(name, size, remove);
    return row;
  });
  holder.querySelector(".files").replaceChildren(...rows);
  const isBad = [...input.files].some((file) => file.size > limit);
  input.setCustomValidity(isBad ? holder.dataset.tooLarge : "");
}

function keepOnly(holder, chooses) {
  const input = holder.querySelector("input[type=file]");
  const kept = new DataTransfer();
  [...input.files].filter(chooses).forEach((file) => kept.items.add(file));
  input.files = kept.files;
  listFiles(holder);
  input.focus();
}

document.addEventListener("change", (event) => {
  const holder = event.target.closest("[data-files]");
  if (holder && event.target.type === "file") listFiles(holder);
});
for (const [name, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    const drop = event.target.closest && event.target.closest(".drop");
    if (drop) drop.classList.toggle("is-over", isOver);
  });
}

// A form with files is sent by htmx, so that it can say how far it is. Refusals are pages too.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.boosted && event.detail.xhr.responseText) event.detail.shouldSwap = true;
});
document.addEventListener("htmx:xhr:progress", (event) => {
  const { elt, loaded, total, lengthComputable } = event.detail;
  if (!lengthComputable || !elt.matches || !elt.matches("form[enctype='multipart/form-data']")) return;
  let bar = elt.querySelector("progress");
  if (!bar) {
    bar = document.createElement("progress");
    elt.append(bar);
  }
  bar.max = total;
  bar.value = loaded;
  bar.setAttribute("aria-label", `${Math.round((loaded / total) * 100)} %`);
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest && event.target.closest("form[data-sent]");
    if (!form) return;
    delete form.dataset.sent;
    for (const button of form.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
  });
}
