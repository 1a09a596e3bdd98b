
"use strict";
// Shows the value of a chart's point under the pointer or the arrow keys. Without this script each point still has its title.
for (const layer of document.querySelectorAll(".marks")) {
  const points = [...layer.querySelectorAll("circle")];
  const output = layer.parentElement.querySelector("output");
  const texts = points.map((point) => point.querySelector("title").textContent);
  for (const point of points) point.querySelector("title").remove();
  let current = -1;
  const hide = () => {
    if (current >= 0) points[current].classList.remove("on");
    output.hidden = true;
  };
  const show = (index) => {
    hide();
    current = index;
    const point = points[index];
    point.classList.add("on");
    output.textContent = texts[index];
    output.hidden = false;
    const chart = layer.parentElement;
    if (chart.scrollWidth > chart.clientWidth) point.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = chart.getBoundingClientRect();
    const at = point.getBoundingClientRect();
    const left = Math.min(at.left - box.left + 12, box.width - output.offsetWidth);
    output.style.left = Math.max(0, left) + chart.scrollLeft + "px";
    const above = at.top - box.top - output.offsetHeight - 8;
    output.style.top = (above > 0 ? above : at.bottom - box.top + 8) + "px";
  };
  layer.addEventListener("pointermove", (event) => {
    let best = -1, nearest = 90 * 90;
    points.forEach((point, index) => {
      const at = point.getBoundingClientRect();
      const across = at.left + at.width / 2 - event.clientX, down = at.top + at.height / 2 - event.clientY;
      const distance = across * across + down * down;
      if (distance < nearest) { nearest = distance; best = index; }
    });
    if (best >= 0) show(best); else hide();
  });
  layer.addEventListener("pointerleave", hide);
  layer.addEventListener("blur", hide);
  layer.addEventListener("focus", () => { if (points.length) show(Math.max(0, current)); });
  layer.addEventListener("keydown", (event) => {
    const last = points.length - 1;
    const next = {
      ArrowRight: Math.min(last, current + 1), ArrowDown: Math.min(last, current + 1),
      ArrowLeft: Math.max(0, current - 1), ArrowUp: Math.max(0, current - 1), Home: 0, End: last,
    }[event.key];
    if (event.key === "Escape") hide();
    if (next === undefined || last < 0) return;
    event.preventDefault();
    show(next);
  });
}
