// Figures: each value that is drawn is named where the pointer is, or by the arrow keys; a narrow screen gets them as bars of its own.
(() => {
  const { make } = page;
  const SVG = "http://www.w3.org/2000/svg";
  const narrow = matchMedia("(max-width: 40rem)");
  const read = ([x, y, wide, high, group, label, printed, length, illustrative]) => ({ x, y, wide, high, group, label, printed, length, illustrative });
  const said = ({ group, label, printed }) => `${[group, label].filter(Boolean).join(" – ")}: ${printed}`;

  const named = (scroll, svg, marks) => {
    const frame = document.createElementNS(SVG, "rect");
    frame.setAttribute("class", "marked");
    const tip = make("p", { className: "tip", hidden: true });
    tip.setAttribute("role", "status");
    scroll.after(tip);
    let at = -1;
    const hide = () => {
      at = -1;
      tip.hidden = true;
      frame.remove();
    };
    const show = (number) => {
      at = number;
      const mark = marks[at];
      for (const [name, value] of [["x", mark.x], ["y", mark.y], ["width", mark.wide], ["height", mark.high]]) frame.setAttribute(name, value);
      svg.append(frame);
      tip.hidden = false;
      tip.textContent = said(mark);
      const [box, outer] = [frame.getBoundingClientRect(), scroll.parentElement.getBoundingClientRect()];
      const left = box.left + box.width / 2 - tip.offsetWidth / 2 - outer.left;
      tip.style.left = `${Math.max(0, Math.min(left, outer.width - tip.offsetWidth))}px`;
      tip.style.top = `${Math.max(0, box.top - outer.top - tip.offsetHeight - 4)}px`;
    };
    const under = (event) => {
      const [box, whole] = [svg.getBoundingClientRect(), svg.viewBox.baseVal];
      const x = ((event.clientX - box.left) / box.width) * whole.width;
      const y = ((event.clientY - box.top) / box.height) * whole.height;
      return marks.findIndex((mark) => x >= mark.x && x <= mark.x + mark.wide && y >= mark.y && y <= mark.y + mark.high);
    };
    svg.addEventListener("pointermove", (event) => {
      const found = under(event);
      if (found < 0) hide();
      else if (found !== at) show(found);
    });
    svg.addEventListener("pointerleave", hide);
    scroll.addEventListener("focus", () => {
      if (narrow.matches || !scroll.matches(":focus-visible")) return;
      tip.hidden = false;
      tip.textContent = "Phím ← → đọc từng số trên hình";
      tip.style.left = tip.style.top = "0";
    });
    scroll.addEventListener("blur", hide);
    scroll.addEventListener("keydown", (event) => {
      const next = { ArrowRight: at + 1, ArrowLeft: at < 0 ? marks.length - 1 : at - 1, Home: 0, End: marks.length - 1 }[event.key];
      if (event.key === "Escape") hide();
      if (next === undefined || narrow.matches) return;
      event.preventDefault();
      show((next + marks.length) % marks.length);
    });
  };

  const redrawn = (marks) => {
    const groups = Map.groupBy ? Map.groupBy(marks, ({ group }) => group) : marks.reduce((all, mark) => all.set(mark.group, [...(all.get(mark.group) || []), mark]), new Map());
    const bar = ({ length, illustrative }) => {
      const ink = make("span", { className: illustrative ? "bar illustrative" : "bar" });
      ink.style.width = `${100 * length}%`;
      return make("i", {}, ink);
    };
    const row = (mark) => make("li", {}, make("span", { textContent: mark.label }), make("b", { textContent: mark.printed }), bar(mark));
    const part = ([group, own]) => [...(group ? [make("p", { textContent: group })] : []), make("ul", {}, ...own.map(row))];
    return make("div", { className: "redrawn" }, ...[...groups].flatMap(part));
  };

  const figures = Object.entries(page.data.marks).map(([place, marks]) => ({ figure: document.getElementById(place), marks: marks.map(read) }));
  for (const { figure, marks } of figures) {
    const scroll = figure.querySelector(".scroll");
    named(scroll, scroll.querySelector("svg"), marks);
  }
  const fit = () => {
    for (const { figure, marks } of narrow.matches ? figures : []) {
      if (figure.classList.contains("fits")) continue;
      figure.classList.add("fits");
      figure.querySelector(".scroll").append(redrawn(marks));
    }
  };
  narrow.addEventListener("change", fit);
  fit();
})();
