// A table of the reader's own: the texts that the page prints, put side by side; what is picked stands in the address.
(() => {
  const { make, sortable } = page;
  const all = page.data.numbers;
  const NONE = "–";
  const AT = "#bang";
  const [office, officeName] = all.office;
  const whole = `${officeName} (chung)`;
  const areas = new Map([...all.areas, [office, whole]]);
  const place = new Map(all.areas.map(([code], at) => [code, at]));
  const known = new Map(all.indicators.map((entry) => [entry.id, entry]));
  const years = [...Object.keys(all.years), String(all.year)];

  // What is printed, and where it leads: a number of another year stands in the appendix of that year.
  const ofArea = (entry, code) => (code === office ? entry.office : entry.areas[place.get(code)]) || NONE;
  const ofYear = (entry, year) => (year === String(all.year) ? entry.office : entry.years[year]) || NONE;
  const linked = (entry, code, text) =>
    text === NONE ? text : make("a", { href: `#hc-${entry.id}${code === office ? "" : `--${code}`}`, textContent: text });

  // A difference of two numbers as they are printed, to the last decimal; of rounded ones ("hơn") none is told.
  const exact = (text) => {
    const found = /^([-\u2212]?)(\d[\d.]*)(?:,(\d+))?(\D*)$/.exec(text);
    if (!found) return null;
    const [, sign, front, after = "", measure] = found;
    return { digits: BigInt(front.replaceAll(".", "") + after) * (sign ? -1n : 1n), decimals: after.length, measure };
  };
  const difference = (entry, before, after, [more, less, same]) => {
    const [a, b] = [exact(before), exact(after)];
    if (!a || !b || a.measure !== b.measure) return NONE;
    const decimals = Math.max(a.decimals, b.decimals);
    const scaled = ({ digits, decimals: own }) => digits * 10n ** BigInt(decimals - own);
    const gap = scaled(b) - scaled(a);
    if (!gap) return same;
    const shown = String(gap < 0n ? -gap : gap).padStart(decimals + 1, "0");
    const front = shown.slice(0, shown.length - decimals).replace(/\B(?=(\d{3})+$)/g, ".");
    const tail = decimals ? `,${shown.slice(-decimals)}` : "";
    return `${gap < 0n ? less : more} ${front}${tail}${entry.change ? ` ${entry.change}` : a.measure}`;
  };
  const WAYS = {
    area: { names: areas, of: ofArea, words: ["hơn", "kém", "bằng nhau"], label: "hai đơn vị" },
    year: { names: new Map(years.map((year) => [year, `Năm ${year}`])), of: ofYear, words: ["tăng", "giảm", "không đổi"], label: "hai năm" },
  };

  // What is picked: from the address and back into it.
  const fresh = () => ({ field: "", of: [], at: [...areas.keys()], way: "", pair: [], turned: false });
  let picked = fresh();
  const read = (address) => {
    const asked = new URLSearchParams(address.slice(AT.length + 1));
    const listed = (name) => (asked.get(name) || "").split(",").filter(Boolean);
    const found = fresh();
    const strange = [];
    const sifted = (names, good) => names.filter((name) => good(name) || !strange.push(name));
    found.of = sifted(listed("i"), (id) => known.has(id));
    if (asked.has("a")) found.at = sifted(listed("a"), (code) => areas.has(code));
    [found.field] = sifted([asked.get("f") || ""], (name) => !name || name in all.fields).concat("");
    const [way = "", ...pair] = listed("c");
    if (way in WAYS && pair.length === 2 && pair.every((name) => WAYS[way].names.has(name))) [found.way, found.pair] = [way, pair];
    else if (way) strange.push(asked.get("c"));
    found.turned = asked.get("t") === "1";
    picked = found;
    return strange;
  };
  const address = () => {
    const { field, of, at, way, pair, turned } = picked;
    const some = at.length < areas.size;
    const parts = [
      ["f", field], ["i", of.join(",")], ["a", some && !way ? at.join(",") : ""], ["c", way && [way, ...pair].join(",")],
      ["t", turned && !way ? "1" : ""],
    ];
    const said = parts.filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURI(value)}`);
    if (some && !way && !at.length) said.push("a=");
    return `${AT}?${said.join("&")}`;
  };

  // The table: heads, rows of a name and its cells.
  const grid = () => {
    const entries = picked.of.map((id) => known.get(id));
    if (picked.way) {
      const { names, of, words } = WAYS[picked.way];
      const [a, b] = picked.pair;
      const cell = (entry, name) => {
        if (picked.way === "year" && name !== String(all.year)) return of(entry, name);
        return linked(entry, picked.way === "area" ? name : office, of(entry, name));
      };
      const row = (entry) => [entry.label, cell(entry, a), cell(entry, b), difference(entry, of(entry, a), of(entry, b), words)];
      return { heads: ["Chỉ tiêu", names.get(a), names.get(b), "Chênh lệch"], rows: entries.map(row) };
    }
    const cell = (entry, code) => linked(entry, code, ofArea(entry, code));
    const at = [...areas.keys()].filter((code) => picked.at.includes(code));
    if (picked.turned) {
      const row = (entry) => [entry.label, ...at.map((code) => cell(entry, code))];
      return { heads: ["Chỉ tiêu", ...at.map((code) => areas.get(code))], rows: entries.map(row) };
    }
    const row = (code) => [areas.get(code), ...entries.map((entry) => cell(entry, code))];
    const total = at.includes(office) ? [row(office)] : [];
    return { heads: ["Đơn vị", ...entries.map(({ label }) => label)], rows: at.filter((code) => code !== office).map(row), total };
  };
  const line = ([name, ...cells]) => {
    const head = make("th", { scope: "row", textContent: name, className: name.length > 30 ? "long" : "" });
    return make("tr", {}, head, ...cells.map((inside) => make("td", {}, inside)));
  };
  const caption = () => {
    if (picked.way === "year") return `Bảng riêng: so hai năm, ${officeName}`;
    return `Bảng riêng: ${picked.way ? "so hai đơn vị" : "chỉ tiêu theo đơn vị"}, ${all.period}`;
  };
  const remarks = () => {
    if (picked.way !== "year") return [all.note].filter(Boolean);
    const other = picked.pair.filter((year) => year !== String(all.year));
    const said = other.map((year) => all.years[year]).filter(Boolean);
    return [...said, ...other.map((year) => `Nguồn gốc của số năm ${year}: xem phụ lục của năm ấy.`)];
  };
  // The line of an area in a passport that no table of the page leads to gets its place when it is first led to from here.
  const findable = (entry) => {
    const fold = document.getElementById(`hc-${entry.id}`);
    const codes = new Map(all.areas.map(([code, name]) => [name, code]));
    for (const row of fold ? fold.querySelectorAll("tbody tr") : []) {
      const code = codes.get(row.cells[0].textContent);
      if (code && !row.id) row.id = `hc-${entry.id}--${code}`;
    }
  };
  const draw = (strange = []) => {
    const { heads, rows, total = [] } = grid();
    const enough = picked.of.length > 0 && heads.length > 1 && rows.length + total.length > 0;
    const said = strange.length ? [`Địa chỉ có mã không có trong phụ lục này: ${strange.join(", ")}.`] : [];
    status.textContent = [...said, enough ? "" : "Chọn ít nhất một chỉ tiêu và một đơn vị."].join(" ").trim();
    shown.replaceChildren();
    if (!enough) return;
    for (const id of picked.of) findable(known.get(id));
    const name = make("p", { className: "name", id: "bang-ten", textContent: caption() });
    const table = make("table", { className: "numbers" });
    table.setAttribute("aria-labelledby", "bang-ten");
    const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col", textContent: text })));
    table.append(make("thead", {}, head), make("tbody", {}, ...rows.map(line)));
    if (total.length) table.append(make("tfoot", {}, ...total.map(line)));
    if (rows.length > 2) sortable(table);
    const scroll = make("div", { className: "scroll", tabIndex: 0, role: "region" }, table);
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-labelledby", "bang-ten");
    shown.append(name, scroll, ...remarks().map((text) => make("p", { className: "note", textContent: text })));
  };

  // The form: each picker follows what is picked, each change is drawn and goes into the address.
  const choice = (kind, value, text, checked, change) => {
    const box = make("input", { type: kind, value, checked });
    box.addEventListener("change", () => change(box.checked));
    return make("label", {}, box, ` ${text}`);
  };
  const select = (id, text, options, value, change) => {
    const inside = options.map(([name, label]) => make("option", { value: name, textContent: label, selected: name === value }));
    const list = make("select", { id }, ...inside);
    list.addEventListener("change", () => change(list.value));
    return make("p", {}, make("label", { htmlFor: id, textContent: text }), list);
  };
  const several = (title, boxes) => make("fieldset", {}, make("legend", { textContent: title }), make("div", { className: "choices" }, ...boxes));
  const moved = (values, refill = true) => {
    picked = { ...picked, ...values };
    history.replaceState(null, "", address());
    if (refill) fill();
    draw();
  };
  const without = (list, name) => list.filter((one) => one !== name);
  const fill = () => {
    const focused = document.activeElement && document.activeElement.id;
    const fields = [["", "Mọi lĩnh vực"], ...Object.entries(all.fields)];
    const offered = all.indicators.filter(({ field, id }) => !picked.field || field === picked.field || picked.of.includes(id));
    const ids = offered.map(({ id, label }) =>
      choice("checkbox", id, label, picked.of.includes(id), (on) => moved({ of: on ? [...picked.of, id] : without(picked.of, id) }, false)));
    const codes = [...areas].map(([code, name]) =>
      choice("checkbox", code, name, picked.at.includes(code), (on) => moved({ at: on ? [...picked.at, code] : without(picked.at, code) }, false)));
    const all_areas = make("button", { type: "button", id: "bang-tat-ca", textContent: picked.at.length ? "Bỏ chọn hết" : "Chọn tất cả" });
    all_areas.addEventListener("click", () => moved({ at: picked.at.length ? [] : [...areas.keys()] }));
    const ways = [["", "không so"], ...Object.entries(WAYS).filter(([, way]) => way.names.size > 1).map(([name, way]) => [name, way.label])];
    const began = (way) => {
      const names = way ? [...WAYS[way].names.keys()] : [];
      moved({ way, pair: way === "year" ? names.slice(-2) : names.slice(0, 2) });
    };
    const pair = picked.pair.map((name, at) =>
      select(`bang-${at}`, at ? "với" : "So", [...WAYS[picked.way].names], name, (value) => moved({ pair: picked.pair.with(at, value) })));
    const turned = choice("checkbox", "turned", "Mỗi dòng một chỉ tiêu", picked.turned, (on) => moved({ turned: on }, false));
    const first = [
      select("bang-linh-vuc", "Lĩnh vực", fields, picked.field, (field) => moved({ field })),
      select("bang-so", "So sánh", ways, picked.way, began),
      ...(picked.way ? pair : [turned]),
    ];
    form.replaceChildren(
      make("div", {}, ...first), several("Chỉ tiêu", ids), ...(picked.way ? [] : [several("Đơn vị", [all_areas, ...codes])]),
    );
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
  };
  const form = make("form", {});
  form.addEventListener("submit", (event) => event.preventDefault());
  const status = make("p", { className: "count" });
  status.setAttribute("role", "status");
  const shown = make("figure", { className: "table" });
  const fold = make("details", { id: "bang" }, make("summary", { textContent: "Lập bảng riêng: chọn chỉ tiêu, đơn vị, so sánh" }), form, status, shown);
  const body = document.querySelector(".body");
  body.before(fold);
  document.querySelector("nav h2 + ul").prepend(make("li", { className: "level-1" }, make("a", { href: AT, textContent: "Lập bảng riêng" })));
  fold.addEventListener("toggle", () => {
    if (!fold.open || form.children.length) return;
    fill();
    draw();
  });
  const follow = () => {
    if (!location.hash.startsWith(AT) || !/^#bang(\?|$)/.test(location.hash)) return;
    const strange = read(location.hash);
    fill();
    draw(strange);
    fold.open = true;
    fold.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
})();
