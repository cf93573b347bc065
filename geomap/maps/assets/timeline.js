// Histogram of events over time with two handles, and a window that plays.

const STEPS = { day: 1, week: 7, month: 30 };

function makeTimeline(model, state, changed) {
  const from = $("from"), to = $("to"), canvas = $("histogram"), step = $("step"), play = $("play");
  const first = model.first_day, last = model.last_day, days = last - first + 1;
  const line = { timer: 0 };
  for (const handle of [from, to]) { handle.min = first; handle.max = last; handle.step = 1; handle.disabled = !model.dated || days === 1; }
  step.value = days > 730 ? "month" : days > 90 ? "week" : "day";
  $("step-back").disabled = $("step-on").disabled = play.disabled = from.disabled;

  const width = days <= 120 ? 1 : days <= 900 ? 7 : days <= 4500 ? 30.4375 : 365.25;
  const bins = Math.max(1, Math.ceil(days / width)), binOf = (day) => Math.max(0, Math.min(bins - 1, Math.floor((day - first) / width)));

  line.show = () => {
    from.value = state.from;
    to.value = state.to;
    from.setAttribute("aria-valuetext", longDay(state.from));
    to.setAttribute("aria-valuetext", longDay(state.to));
    $("period").textContent = model.dated ? (state.from === state.to ? longDay(state.from) : longDay(state.from) + " \u2013 " + longDay(state.to)) : "no dated events";
    $("whole").hidden = wholeRange(model, state);
    line.draw();
  };

  line.draw = () => {
    const box = canvas.parentElement.getBoundingClientRect(), w = Math.max(40, box.width), h = 60, axis = 40, theme = readTheme();
    const ctx = sharpContext(canvas, w, h), { exact, spread } = histogram(model, binOf, bins), pad = 8, plot = w - 2 * pad;
    let top = 0;
    for (let b = 0; b < bins; b++) { top = Math.max(top, exact[b] + spread[b]); }
    const barWidth = plot / bins;
    let any = false;
    for (let b = 0; b < bins; b++) {
      const x = pad + b * barWidth, start = first + b * width, end = start + width - 1, inside = end >= state.from && start <= state.to;
      const hExact = top ? (exact[b] / top) * (axis - 3) : 0, hSpread = top ? (spread[b] / top) * (axis - 3) : 0, gap = barWidth > 3 ? 1 : 0;
      ctx.globalAlpha = inside ? 1 : 0.3;
      ctx.fillStyle = theme.bar;
      ctx.fillRect(x, axis - hExact, Math.max(0.6, barWidth - gap), hExact);
      ctx.fillStyle = theme.barSpread;
      ctx.fillRect(x, axis - hExact - hSpread, Math.max(0.6, barWidth - gap), hSpread);
      any = any || spread[b] > 0;
    }
    ctx.globalAlpha = 1;
    ctx.strokeStyle = theme.rule;
    ctx.beginPath();
    ctx.moveTo(pad, axis + 0.5);
    ctx.lineTo(w - pad, axis + 0.5);
    ctx.stroke();
    drawTicks(ctx, w, h, pad, plot, theme);
    $("timeline-note").textContent = any ? "Pale: events known only to the week, month or year, spread evenly over it." : "";
  };

  function drawTicks(ctx, w, h, pad, plot, theme) {
    if (!model.dated) { return; }
    ctx.fillStyle = theme.muted;
    ctx.font = "10px " + theme.font;
    ctx.textBaseline = "bottom";
    const [y0, m0] = civil(first), [y1, m1] = civil(last), months = (y1 - y0) * 12 + m1 - m0 + 1;
    const stride = days <= 45 ? 0 : months <= 14 ? 1 : months <= 30 ? 3 : 12;
    let lastX = -99;
    const put = (day, text) => {
      const x = pad + ((day - first) / days) * plot;
      if (x < lastX + 6 || x > w - pad - ctx.measureText(text).width || day < first) { return; }
      ctx.textAlign = "left";
      ctx.fillText(text, x, h);
      lastX = x + ctx.measureText(text).width;
    };
    if (!stride) { for (let d = first; d <= last; d += 7) { put(d, civil(d)[2] + " " + MONTHS[civil(d)[1]].slice(0, 3)); } return; }
    for (let k = 0; k <= months; k++) {
      const y = y0 + Math.floor((m0 + k) / 12), m = (m0 + k) % 12;
      if (stride === 12 ? m !== 0 && k > 0 : stride === 3 ? m % 3 && k > 0 : false) { continue; }
      const day = Math.max(first, Date.UTC(y, m, 1) / DAY_MS);
      put(day, stride === 12 ? String(y) : MONTHS[m].slice(0, 3) + (m === 0 || k === 0 ? " " + y : ""));
    }
  }

  function move(shift) {
    const span = state.to - state.from;
    if (wholeRange(model, state)) {
      const size = STEPS[step.value];
      state.from = shift > 0 ? first : Math.max(first, last - size + 1);
      state.to = Math.min(last, state.from + size - 1);
    } else {
      state.from = Math.max(first, Math.min(last - span, state.from + shift * STEPS[step.value]));
      state.to = Math.min(last, state.from + span);
    }
    changed();
  }
  function stop() {
    clearInterval(line.timer);
    line.timer = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }
  play.addEventListener("click", () => {
    if (line.timer) { stop(); return; }
    if (state.to >= last) { state.from = first; state.to = Math.min(last, first + STEPS[step.value] - 1); changed(); }
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    line.timer = setInterval(() => { if (state.to >= last) { stop(); } else { move(1); } }, 700);
  });
  $("step-back").addEventListener("click", () => move(-1));
  $("step-on").addEventListener("click", () => move(1));
  $("whole").addEventListener("click", () => { stop(); state.from = first; state.to = last; changed(); });
  const drag = (handle, own, other, pick) => handle.addEventListener("input", () => {
    state[own] = pick(+handle.value, state[other]);
    handle.value = state[own];
    changed();
  });
  drag(from, "from", "to", Math.min);
  drag(to, "to", "from", Math.max);
  line.stop = stop;
  return line;
}
