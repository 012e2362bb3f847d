"use strict";
(() => {
  const number = (text) => {
    const plain = text.replace(/[.\s\u00a0]/g, "").replace(",", ".").replace("\u2212", "-");
    const value = parseFloat(plain);
    return Number.isNaN(value) ? null : value;
  };
  const words = new Intl.Collator("vi", { numeric: true });
  const compare = (numeric) => (a, b) => {
    if (!numeric) return words.compare(a, b);
    return number(a) - number(b);
  };
  const sortRows = (table, column, numeric, down) => {
    const body = table.tBodies[0];
    const text = (row) => row.cells[column].textContent.trim();
    const empty = (row) => (numeric ? number(text(row)) === null : text(row) === "");
    const rows = [...body.rows];
    const full = rows.filter((row) => !empty(row));
    const by = compare(numeric);
    full.sort((a, b) => (down ? -1 : 1) * by(text(a), text(b)));
    body.append(...full, ...rows.filter(empty));
  };
  const sortable = (table) => {
    table.classList.add("sorted");
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = "↕";
      button.setAttribute("aria-label", `Sắp xếp theo ${head.textContent}`);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) {
          other.removeAttribute("aria-sort");
          other.querySelector(".sort").textContent = "↕";
        }
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        button.textContent = down ? "↓" : "↑";
        sortRows(table, column, head.dataset.numeric === "1", down);
      });
      head.append(button);
    });
  };
  for (const table of document.querySelectorAll("table")) {
    if (table.tBodies.length && table.tBodies[0].rows.length > 2) sortable(table);
  }
  const open = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const passport = place && place.closest("details");
    if (passport) {
      passport.hidden = false;
      passport.open = true;
      place.focus({ preventScroll: true });
      place.scrollIntoView({ block: "nearest" });
    }
  };
  addEventListener("hashchange", open);
  open();
  const list = document.getElementById("ho-chieu");
  if (list) {
    const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "search";
    label.className = "find";
    label.append("Tìm chỉ tiêu, tệp hoặc ô", input);
    list.querySelector("h2").after(label);
    const entries = [...list.querySelectorAll("details")].map((entry) => [entry, fold(entry.textContent)]);
    input.addEventListener("input", () => {
      const wanted = fold(input.value).split(/\s+/);
      for (const [entry, text] of entries) entry.hidden = !wanted.every((word) => text.includes(word));
    });
  }
})();
