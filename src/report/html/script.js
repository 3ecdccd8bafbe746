"use strict";
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  if (body.rows.length < 2) continue;
  const first = [...body.rows];
  const value = (row, at, isNumber) => {
    const text = row.cells[at].textContent.trim();
    return isNumber ? Number(text.replace(/[^0-9]/g, "")) : text.toLowerCase();
  };
  [...table.tHead.rows[0].cells].forEach((cell, at) => {
    const isNumber = cell.classList.contains("number");
    const button = document.createElement("button");
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      const was = cell.getAttribute("aria-sort");
      const order = was === null ? (isNumber ? "descending" : "ascending")
        : was === (isNumber ? "descending" : "ascending") ? (isNumber ? "ascending" : "descending") : null;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      const rows = [...first];
      if (order !== null) {
        cell.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        rows.sort((a, b) => {
          const [x, y] = [value(a, at, isNumber), value(b, at, isNumber)];
          return sign * (x < y ? -1 : x > y ? 1 : 0);
        });
      }
      body.append(...rows);
    });
  });
  if (first.length < 8) continue;
  const filter = document.createElement("input");
  filter.type = "search";
  filter.className = "filter";
  filter.placeholder = "filter";
  filter.setAttribute("aria-label", "filter the rows of this table");
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase();
    for (const row of first) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  table.parentElement.before(filter);
}
