"use strict";
const page = {}; // what the scripts after this one take from it
{
  const kept = document.getElementById("so-lieu");
  page.data = kept ? JSON.parse(kept.textContent) : {};
}
(() => {
  const make = (tag, props = {}, ...inside) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...inside);
    return node;
  };

  // Sorting: numbers and dates by their size, words the Vietnamese way, empty cells last, totals never move.
  const words = new Intl.Collator("vi", { numeric: true });
  const kinds = /^(?:xã|phường|thị trấn|đặc khu|huyện|tỉnh)\s+(?=\p{Lu})/iu;
  const key = (text) => {
    const date = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
    if (date) return date[3] * 10000 + date[2] * 100 + +date[1];
    const found = /^(?:hơn |tăng )?((?:giảm |kém )?[-\u2212]?\d[\d.]*(?:,\d+)?)(?:%| tỷ| đồng| điểm|$)/.exec(text);
    return found ? parseFloat(found[1].replace(/^\D+ /, "-").replace(/\./g, "").replace(",", ".").replace("\u2212", "-")) : text.replace(kinds, "");
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === typeof b) return words.compare(a, b);
    return typeof a === "number" ? -1 : 1;
  };
  const sortRows = (table, column, down) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [key(row.cells[column].textContent.trim()), row]);
    const empty = ([value]) => value === "" || value === "…";
    const full = rows.filter((row) => !empty(row)).sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0]));
    body.append(...[...full, ...rows.filter(empty)].map(([, row]) => row));
  };
  const sortable = (table) => {
    table.classList.add("sorted");
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = make("button", { type: "button", className: "sort", textContent: "↕" });
      button.setAttribute("aria-label", `Sắp xếp theo ${head.textContent}`);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) {
          other.removeAttribute("aria-sort");
          other.querySelector(".sort").textContent = "↕";
        }
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        button.textContent = down ? "↓" : "↑";
        sortRows(table, column, down);
      });
      head.append(button);
    });
  };
  Object.assign(page, { make, sortable });
  for (const table of document.querySelectorAll(".body table")) {
    if (table.tBodies[0].rows.length > 2) sortable(table);
  }

  // Passports: a link to one shows it in a dialog; without script it leads to the fold at the end of the page.
  const passportAt = (link) => {
    const href = link && link.getAttribute("href");
    const place = href && href.startsWith("#hc-") ? document.getElementById(href.slice(1)) : null;
    return place && place.closest("details") ? place : null;
  };
  const title = make("h2", { id: "hop-ten", tabIndex: -1 });
  const inside = make("div", { className: "inside" });
  const back = make("button", { type: "button", textContent: "Trở lại", hidden: true });
  const close = make("button", { type: "button", textContent: "Đóng" });
  const whole = make("a", { textContent: "Xem trong danh sách nguồn gốc số liệu" });
  const box = make("dialog", { id: "hop" }, make("div", { className: "bar" }, title, back, close), inside, make("p", {}, whole));
  box.setAttribute("aria-labelledby", "hop-ten");
  whole.dataset.leave = "";
  document.body.append(box);
  let trail = [];
  let opener = null;

  // The id, to ask for the number elsewhere; where a browser lends no clipboard it stays marked for Ctrl+C.
  const copyable = (ident) => {
    const said = make("span");
    said.setAttribute("role", "status");
    const button = make("button", { type: "button", textContent: "Chép mã" });
    button.addEventListener("click", async () => {
      getSelection().selectAllChildren(ident);
      const write = async () => navigator.clipboard.writeText(ident.textContent);
      const done = await write().then(() => true, () => document.execCommand("copy"));
      said.textContent = done ? "Đã chép" : "Mã đã được bôi đen: nhấn Ctrl+C";
    });
    ident.after(button, said);
  };

  const show = (place) => {
    const fold = place.closest("details");
    const copy = fold.querySelector("div").cloneNode(true);
    const line = place.matches("tr") ? copy.querySelector(`[id="${place.id}"]`) : null;
    const summary = fold.querySelector("summary");
    title.textContent = summary.textContent;
    if (line) {
      const [area, value, cells] = [...place.cells].map((cell) => cell.innerHTML);
      const own = make("p", { className: "here", innerHTML: `<b>${area}: ${value}</b><br>${cells}` });
      title.textContent = `${summary.firstChild.data}${place.cells[1].textContent} (${place.cells[0].textContent})`;
      line.className = "here";
      copy.prepend(own);
    }
    for (const node of [copy, ...copy.querySelectorAll("[id]")]) {
      node.removeAttribute("id");
      node.removeAttribute("tabindex");
    }
    copyable(copy.querySelector(".ident code"));
    inside.replaceChildren(copy);
    whole.setAttribute("href", `#${place.id}`);
    back.hidden = trail.length < 2;
    if (!box.open) box.showModal();
    title.focus();
    box.scrollTop = 0;
  };
  const open = (place, from) => {
    if (!box.open) [trail, opener] = [[], from];
    trail.push(place);
    show(place);
  };
  back.addEventListener("click", () => {
    trail.pop();
    show(trail[trail.length - 1]);
  });
  close.addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  box.addEventListener("close", () => opener && opener.focus());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const place = passportAt(link);
    if (place && !("leave" in link.dataset)) {
      event.preventDefault();
      open(place, link);
    } else if (box.open) {
      opener = null;
      box.close();
    }
  });
  const unfold = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = place && place.closest("details");
    if (!fold) return;
    fold.open = true;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  };
  addEventListener("hashchange", unfold);
  unfold();

  // Search: words in any order, with or without tone marks; indicators whose name matches come first.
  const folds = [...document.querySelectorAll("#ho-chieu details")];
  if (!folds.length) return;
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  const most = 40;
  const entries = folds.map((fold) => {
    const place = fold.querySelector("div");
    const name = fold.querySelector("summary").textContent;
    return { place: place.id, name, head: plain(name), text: plain(`${place.id} ${fold.textContent}`) };
  });
  const input = make("input", { type: "search", id: "tim", autocomplete: "off", spellcheck: false });
  const label = make("label", { htmlFor: "tim", textContent: "Tìm chỉ tiêu, tệp hoặc ô" });
  const count = make("p", { className: "count" });
  count.setAttribute("role", "status");
  const list = make("ul", { id: "tim-thay" });
  const find = make("div", { className: "find" }, label, input, count, list);
  find.setAttribute("role", "search");
  document.querySelector("nav").prepend(find);
  const search = () => {
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    const has = (text) => wanted.every((word) => text.includes(word));
    const found = wanted.length ? entries.filter((entry) => has(entry.text)) : [];
    const phrase = wanted.join(" ");
    const rank = ({ head }) => (head.includes(phrase) ? head.indexOf(phrase) : has(head) ? 1000 : 2000);
    found.sort((a, b) => rank(a) - rank(b));
    const links = found.slice(0, most).map((entry) => make("a", { href: `#${entry.place}`, textContent: entry.name }));
    list.replaceChildren(...links.map((link) => make("li", {}, link)));
    const shown = found.length > most ? `, hiện ${most}` : "";
    count.textContent = wanted.length ? `${found.length || "Không có"} chỉ tiêu khớp${shown}` : "";
  };
  input.addEventListener("input", search);
  find.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      (links[at + step] || (at + step < 0 ? input : links[at]) || input).focus();
    } else if (event.key === "Enter" && at < 0 && links.length) {
      event.preventDefault();
      links[0].click();
    } else if (event.key === "Escape" && input.value) {
      input.value = "";
      search();
      input.focus();
    }
  });
})();
