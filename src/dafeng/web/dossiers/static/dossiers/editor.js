"use strict";
// The table editor: pastes blocks of cells, adds rows, marks cells at which a check has found something.
// Without this script the same form can be filled and saved.
(() => {
  const form = document.getElementById("table");
  const findings = document.getElementById("findings");
  const body = form.querySelector("tbody");
  const add = document.getElementById("add");
  let changed = false;

  const cellsOf = (row) => [...row.querySelectorAll("td input:not([type=hidden]):not([type=checkbox]), td textarea")];
  const rows = () => [...body.rows];
  const newest = () => Math.max(-1, ...rows().map((row) => row.dataset.row).filter((id) => id.startsWith("n")).map((id) => Number(id.slice(1))));

  function addRow() {
    const pattern = rows().filter((row) => row.dataset.row.startsWith("n")).at(-1);
    if (!pattern) return null;
    const number = newest() + 1, old = pattern.dataset.row, id = `n${number}`;
    const row = pattern.cloneNode(true);
    row.dataset.row = id;
    row.cells[0].firstChild.textContent = `+${number + 1}`;
    for (const field of row.querySelectorAll("input, textarea")) {
      if (field.name === "row" || field.name === "out") { field.value = id; field.checked = false; continue; }
      field.name = field.name.replace(`${old}.`, `${id}.`);
      field.value = "";
      const label = field.getAttribute("aria-label");
      if (label) field.setAttribute("aria-label", label.replace(`+${Number(old.slice(1)) + 1}`, `+${number + 1}`));
      unmark(field);
    }
    pattern.after(row);
    return row;
  }

  function paste(event) {
    const field = event.target;
    const text = event.clipboardData.getData("text/plain");
    if (!field.name || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const block = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    let row = field.closest("tr");
    const first = cellsOf(row).indexOf(field);
    for (const line of block) {
      if (!row) break;
      const cells = cellsOf(row);
      line.forEach((value, at) => { if (cells[first + at]) cells[first + at].value = value.trim(); });
      row = row.nextElementSibling || addRow();
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function unmark(field) {
    field.classList.remove("error", "warning", "note");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    field.removeAttribute("title");
  }

  function mark() {
    for (const field of body.querySelectorAll("input, textarea")) unmark(field);
    for (const found of findings.querySelectorAll("tr[data-row]")) {
      const field = form.elements[`${found.dataset.row}.${found.dataset.column}`];
      if (!field || field.title) continue;
      field.classList.add(found.dataset.severity);
      field.setAttribute("aria-describedby", found.id);
      if (found.dataset.severity === "error") field.setAttribute("aria-invalid", "true");
      field.title = found.lastElementChild.textContent;
    }
  }

  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    const field = event.target;
    if (!step || field.tagName !== "INPUT" || field.type === "checkbox" || event.altKey || event.ctrlKey) return;
    if (event.key !== "Enter" && field.list) return;
    const row = field.closest("tr");
    const to = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    event.preventDefault();
    if (to) cellsOf(to)[cellsOf(row).indexOf(field)]?.focus();
  }

  body.addEventListener("paste", paste);
  body.addEventListener("keydown", move);
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("change", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  if (add) {
    add.hidden = false;
    add.addEventListener("click", () => { for (let count = 0; count < 5; count += 1) addRow(); });
  }
  new MutationObserver(mark).observe(findings, { childList: true, subtree: true });
  mark();
})();
