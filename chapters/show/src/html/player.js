// Lets a reader go through a transcript row by row. A row lights up the line of code that made its
// call, and the row in which a call returns that waits; a line of code lights up its rows. A question
// holds rows back until the reader goes on. Nothing moves by itself, and without this script the
// page is whole.
(() => {
  "use strict";

  const players = new Map(); // by the id of the figure
  let active = null;

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const button = (words, label, press) => {
    const element = make("button", { type: "button", "aria-label": label }, words);
    element.addEventListener("click", press);
    return element;
  };

  const isStill = matchMedia("(prefers-reduced-motion: reduce)");

  // Brings an element into sight, if it is out of it, and moves the page no further than that.
  const reveal = (element, block = "nearest") => {
    for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    const { top, bottom } = element.getBoundingClientRect();
    if (block === "nearest" && top >= 60 && bottom <= innerHeight - 20) return;
    element.scrollIntoView({ block: block === "nearest" ? "center" : block, inline: "nearest", behavior: isStill.matches ? "instant" : "auto" });
  };

  // The page's address names what is lit; the page does not move, and the way back stays short.
  const setAddress = (id) => {
    try {
      history.replaceState(null, "", `#${id}`);
    } catch {
      // A browser may refuse this to a page from disk: then the address stays as it is.
    }
  };

  // ---- Listings: the lines of code, and marks for those that rows stand for.

  class Listing {
    constructor(code) {
      this.code = code;
      this.box = code.closest("pre");
      this.file = code.dataset.file;
      this.texts = code.textContent.split("\n");
      this.numbers = (code.dataset.lines ?? "").split(",").flatMap((range) => {
        const [first, last = first] = range.split("-").map(Number);
        return Array.from({ length: last - first + 1 }, (_, step) => first + step);
      });
      this.rows = new Map(); // from a line to the rows that stand for it
      this.layer = make("div", { class: "layer" });
      this.lamp = make("span", { class: "lamp", hidden: "" });
      this.layer.append(this.lamp);
      this.box.append(this.layer);
      this.box.classList.add("lit-by-rows");
      code.addEventListener("click", (event) => this.clicked(event));
    }

    add(line, element) {
      if (!this.rows.has(line)) {
        this.rows.set(line, []);
        const mark = button("", "", () => this.press(line));
        mark.className = "mark";
        mark.style.setProperty("--line", line);
        mark.addEventListener("focus", () => this.lightRows(line));
        this.layer.append(mark);
        this.marks ??= new Map();
        this.marks.set(line, mark);
      }
      const rows = this.rows.get(line);
      rows.push(element);
      const what = rows.length === 1 ? "a row" : `${rows.length} rows`;
      const label = `Line ${this.numbers[line] ?? line + 1}: light up ${what} of the transcripts`;
      this.marks.get(line).setAttribute("aria-label", label);
      this.marks.get(line).title = label;
    }

    name(line) {
      return `${this.file}:${this.numbers[line] ?? ""}`;
    }

    light(line) {
      this.lamp.hidden = false;
      this.lamp.style.setProperty("--line", line);
    }

    dark() {
      this.lamp.hidden = true;
    }

    clicked(event) {
      if (!getSelection().isCollapsed) return;
      const style = getComputedStyle(this.code);
      const top = this.code.getBoundingClientRect().top + parseFloat(style.paddingTop);
      const line = Math.floor((event.clientY - top) / parseFloat(style.lineHeight));
      if (this.rows.has(line)) this.press(line);
    }

    lightRows(line) {
      dark();
      for (const row of this.rows.get(line)) row.classList.add("lit");
      this.light(line);
    }

    // Goes to the first of the line's rows, and the next time to the one after it.
    press(line) {
      const rows = this.rows.get(line);
      const player = (row) => players.get(row.closest(".player").id);
      const seen = rows.findIndex((row) => active && active.lines[active.at] === row);
      const next = rows[(seen + 1) % rows.length];
      player(next).show(player(next).lines.indexOf(next));
      for (const row of rows) if (!row.classList.contains("held")) row.classList.add("lit");
      reveal(next);
    }
  }

  const listings = new Map();
  const listing = (id) => {
    const code = document.getElementById(id);
    if (code && !listings.has(id)) listings.set(id, new Listing(code));
    return listings.get(id);
  };

  // All lights out.
  const dark = () => {
    for (const row of document.querySelectorAll(".line.lit, .line.return")) row.classList.remove("lit", "return");
    for (const one of listings.values()) one.dark();
    active?.rest();
    active = null;
  };

  // ---- Players.

  class Player {
    constructor(box) {
      this.box = box;
      this.lines = [...box.querySelectorAll(".line")];
      this.at = -1;
      this.end = this.lines.length - 1;
      this.until = this.end;
      this.marks();
      this.bar();
      if (box.dataset.hold) this.hold(this.index(Number(box.dataset.hold)) - 1, box.dataset.question);
      else this.update();
    }

    marks() {
      for (const line of this.lines) {
        line.addEventListener("click", () => {
          if (getSelection().isCollapsed) this.show(this.lines.indexOf(line));
        });
        const [id, index] = line.dataset.code?.split(":") ?? [];
        if (id) listing(id)?.add(Number(index), line);
      }
    }

    bar() {
      this.first = button("Begin", "Begin: hold back all rows but the first", () => this.begin());
      this.back = button("◀ Back", "Back: the row before", () => this.step(-1));
      this.next = button("Next ▶", "Next row", () => this.step(1));
      this.all = button("Show all", "Show all rows", () => this.release());
      this.slider = make("input", { type: "range", min: 0, max: this.end + 1, step: 1, "aria-label": "Row of the transcript" });
      this.slider.addEventListener("input", () => this.slide(Number(this.slider.value) - 1));
      this.where = make("span", { class: "where" });
      this.said = make("span", { class: "said", "aria-live": "polite" });
      this.source = make("p", { class: "source", hidden: "" });
      this.ask = make("p", { class: "ask", hidden: "" });
      const label = "Go through the transcript row by row: arrow keys up and down, Home, End";
      const steps = [this.first, this.back, this.next, this.slider, this.where, this.all, this.said];
      const bar = make("div", { class: "bar", role: "group", "aria-label": label }, ...steps);
      this.box.append(this.ask, bar, this.source);
      this.box.addEventListener("keydown", (event) => this.key(event, bar));
    }

    key(event, bar) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      // The book turns its page at these keys.
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        if (bar.contains(event.target)) event.stopPropagation();
        return;
      }
      const move = { ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1), Home: () => this.show(0), End: () => this.show(this.end) }[event.key];
      if (!move) return;
      event.preventDefault();
      move();
    }

    // The index of the line that has the row with this number.
    index(row) {
      return this.lines.findIndex((line) => {
        const first = Number(line.id.slice(line.id.lastIndexOf("-") + 1));
        return first <= row && row <= Number(line.dataset.last ?? first);
      });
    }

    step(by) {
      const from = this.at < 0 && by > 0 && this.until < this.end ? this.until : this.at;
      this.show(Math.min(this.end, Math.max(0, from + by)));
    }

    slide(index) {
      if (index >= 0) return this.show(index);
      dark();
      this.at = -1;
      this.update();
    }

    begin() {
      this.hold(0, "");
      this.show(0);
    }

    hold(until, question) {
      this.until = until;
      if (question) this.ask.replaceChildren(make("strong", {}, question), " The rows that answer it are held back. “Next” shows one, “Show all” the rest.");
      this.asks = Boolean(question);
      this.update();
    }

    release() {
      this.until = this.end;
      this.update();
      this.next.focus();
    }

    show(index) {
      dark();
      active = this;
      this.at = index;
      this.until = Math.max(this.until, index);
      const line = this.lines[index];
      line.classList.add("lit");
      const returns = line.dataset.returns && this.lines[this.index(Number(line.dataset.returns))];
      if (returns) returns.classList.add("return");
      this.lightCode(line);
      this.update();
      this.said.textContent = line.textContent.replace(/[─▶◀└]+/g, " ").replace(/\s+/g, " ");
      if (document.activeElement && this.box.contains(document.activeElement)) reveal(line);
      setAddress(line.id);
    }

    lightCode(line) {
      const [id, index] = line.dataset.code?.split(":") ?? [];
      const one = id && listing(id);
      this.source.hidden = !one;
      if (!one) return;
      one.light(Number(index));
      const link = make("a", { href: `#${id}` }, one.name(Number(index)));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        reveal(one.layer.querySelector(".lamp"), "center");
      });
      this.source.replaceChildren(link, " ", make("code", {}, one.texts[Number(index)].trim()));
    }

    // Another one is active now.
    rest() {
      this.at = -1;
      this.source.hidden = true;
      this.said.textContent = "";
      this.update();
    }

    update() {
      this.lines.forEach((line, index) => line.classList.toggle("held", index > this.until));
      const isHeld = this.until < this.end;
      const number = (line) => line.firstElementChild.textContent.trim();
      const last = this.lines[this.end].dataset.last ?? number(this.lines[this.end]);
      const row = (line) => `${line.dataset.last ? "rows" : "row"} ${number(line)}`;
      const where = this.at < 0 ? `${last} rows` : `${row(this.lines[this.at])} of ${last}`;
      this.where.textContent = where;
      this.slider.value = this.at + 1;
      this.slider.setAttribute("aria-valuetext", where);
      this.back.disabled = this.at <= 0;
      this.next.disabled = this.at === this.end;
      this.all.hidden = !isHeld;
      this.ask.hidden = !isHeld || !this.asks;
    }
  }

  // ---- Links to rows, on the page and in its address.

  // Shows the row with this id, also where it is told in one with others; says whether there is one.
  const goTo = (id, rows, block) => {
    const [, figure, row] = id.match(/^(.+)-row-(\d+)$/) ?? [];
    const player = players.get(figure);
    const index = player ? player.index(Number(row)) : -1;
    if (index < 0) return false;
    const indexes = (rows ?? []).map((number) => player.index(number)).filter((one) => one >= 0);
    player.until = Math.max(player.until, ...indexes);
    player.show(index);
    for (const one of indexes) player.lines[one].classList.add("lit");
    reveal(player.lines[index], block);
    return true;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.row-link");
    if (!link) return;
    const rows = link.dataset.rows.split(" ").map(Number);
    if (goTo(link.hash.slice(1), rows)) event.preventDefault();
  });

  const follow = () => goTo(decodeURIComponent(location.hash.slice(1)), null, "center");

  // ---- Words of the glossary explain themselves where they stand.

  const tip = make("div", { class: "tip", hidden: "", "aria-hidden": "true" });
  const explained = (target) => target instanceof Element && target.closest("a[aria-describedby^='gloss-']");
  const explain = (link) => {
    const text = document.getElementById(link.getAttribute("aria-describedby"));
    if (!text) return;
    tip.textContent = text.textContent;
    tip.hidden = false;
    const { left, bottom, top } = link.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const below = bottom + height + 16 < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - width - 8))}px`;
    tip.style.top = `${below ? bottom + 4 : top - height - 4}px`;
  };
  const silence = () => (tip.hidden = true);
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const link = explained(event.target);
      if (link) explain(link);
      // Whoever reads the words may move the pointer over them.
      else if (!tip.contains(event.target)) silence();
    });
  }
  document.addEventListener("keydown", (event) => event.key === "Escape" && silence());
  document.addEventListener("focusout", silence);
  addEventListener("scroll", silence, { passive: true });

  const start = () => {
    document.body.append(tip);
    for (const box of document.querySelectorAll(".player")) players.set(box.id, new Player(box));
    document.documentElement.classList.add("plays");
    follow();
  };
  addEventListener("hashchange", follow);
  // The book's own script paints the listings first.
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
})();
