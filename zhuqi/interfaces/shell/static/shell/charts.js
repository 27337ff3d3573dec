/* Pictures of the tables they stand beside, drawn of the same numbers. Tooltips are drawn in the
   picture (richText): as HTML they would bring styles of their own, which the page forbids. */
(() => {
  "use strict";

  const INK = "#1b2125", INK_2 = "#4a545b", INK_3 = "#626d75", LINE = "#dfe3e5", EDGE = "#818c93", RED = "#b3261e";
  /* Series differ by weight, pattern and shape; print and colour-blind eyes lose nothing. */
  const FILLS = ["#4a545b", "#c3cacd", "#818c93", "#ebeeef", "#626d75"];
  const PATTERNS = [
    undefined,
    { symbol: "line", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: INK_2 },
    { symbol: "circle", symbolSize: 0.6, dashArrayX: [[0, 6], [3, 6]], dashArrayY: [6, 0], color: "#fff" },
    { symbol: "line", dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: Math.PI / 4, color: INK_3 },
    { symbol: "rect", symbolSize: 0.5, dashArrayX: [[0, 5], [4, 5]], dashArrayY: [5, 0], color: "#fff" },
  ];
  const MARKS = ["circle", "diamond", "triangle", "rect"];
  const FONT = getComputedStyle(document.body).fontFamily;
  const narrow = window.matchMedia("(max-width: 719.98px)");

  const shown = (value, percent) => {
    if (value === null || value === undefined) return "—";
    return percent ? `${(value * 100).toFixed(1)}%` : value.toLocaleString("zh-CN");
  };
  const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);

  function seriesOf(told, one, place, bars) {
    const values = told.lying ? [...one.values].reverse() : one.values;
    const label = { show: one.drawn !== "line" && told.labels.length <= 14, color: INK, fontSize: 12, fontFamily: FONT,
      position: told.lying ? "right" : "top", formatter: (at) => (at.value === null ? "" : shown(plain(at.value, told), told.percent)) };
    if (one.drawn === "bar") {
      const fill = one.late ? RED : FILLS[bars % FILLS.length];
      return { type: "bar", name: one.label, data: values, stack: told.stacked ? "all" : undefined, barMaxWidth: 26, barGap: "12%",
        label: { ...label, show: label.show && !told.stacked && (told.lying || !narrow.matches) },
        itemStyle: { color: fill, decal: one.late ? undefined : PATTERNS[bars % PATTERNS.length], borderColor: INK_2, borderWidth: bars ? 1 : 0 } };
    }
    if (one.drawn === "dot") {
      const data = values.flatMap((value, at) => {
        if (value === null) return [];
        const label = { position: told.lying && value < 0.12 ? "right" : "top" };
        return [{ value: told.lying ? [value, at] : [at, value], label }];
      });
      return { type: "scatter", name: one.label, data, symbol: MARKS[place % MARKS.length], symbolSize: 9, itemStyle: { color: INK },
        label: { ...label, distance: 4 } };
    }
    return { type: "line", name: one.label, data: values, symbol: MARKS[place % MARKS.length], symbolSize: 7, showSymbol: true,
      lineStyle: { color: INK, width: 2, type: place % 2 ? "dashed" : "solid" }, itemStyle: { color: INK }, connectNulls: false };
  }

  /* A dot lies at a place and a value; what is said is the value. */
  const plain = (value, told) => (Array.isArray(value) ? value[told.lying ? 0 : 1] : value);

  /* From where to where a share may truly lie: a thin bar behind its dot, the part before it unseen. */
  function intervals(told, one) {
    if (!one.around.length) return [];
    const around = told.lying ? [...one.around].reverse() : one.around;
    const bar = { type: "bar", stack: `around ${one.label}`, barWidth: 4, silent: true, tooltip: { show: false }, z: 1 };
    return [
      { ...bar, name: "", data: around.map((at) => (at ? at[0] : null)), itemStyle: { color: "transparent" } },
      { ...bar, name: "", data: around.map((at) => (at ? at[1] - at[0] : null)), itemStyle: { color: "#c3cacd", borderColor: EDGE, borderWidth: 1 } },
    ];
  }

  function optionOf(told) {
    const most = narrow.matches ? 7 : 12;
    const words = { color: INK_2, fontSize: 12, fontFamily: FONT };
    const names = { type: "category", data: told.lying ? [...told.labels].reverse() : told.labels, axisTick: { show: false },
      axisLine: { lineStyle: { color: EDGE } }, axisLabel: { ...words, hideOverlap: true, interval: told.lying ? 0 : "auto", formatter: (name) => cut(name, most) } };
    const numbers = { type: "value", minInterval: told.percent ? undefined : 1, min: 0, max: told.percent ? 1 : undefined,
      axisLabel: { ...words, hideOverlap: true, formatter: (value) => (told.percent ? `${Math.round(value * 100)}%` : value.toLocaleString("zh-CN")) },
      splitLine: { lineStyle: { color: LINE } } };
    let bars = 0;
    const drawn = told.series.flatMap((one, place) => [...intervals(told, one), seriesOf(told, one, place, one.drawn === "bar" && !one.late ? bars++ : bars)]);
    const said = new Map(told.series.map((one) => [one.label, one]));
    return {
      animation: false, textStyle: { fontFamily: FONT, color: INK },
      grid: { left: 8, right: told.lying ? 48 : 12, top: told.series.length > 1 ? 36 : 20, bottom: 8, containLabel: true },
      legend: told.series.length > 1 ? { top: 0, left: 0, data: told.series.map((one) => one.label), textStyle: words, itemWidth: 22, itemHeight: 11, selectedMode: false } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow", shadowStyle: { color: "rgba(30,40,45,.06)" } },
        backgroundColor: "#fff", borderColor: EDGE, borderWidth: 1, padding: 8, textStyle: { color: INK, fontSize: 12, fontFamily: FONT },
        formatter: (points) => {
          const at = told.lying ? told.labels.length - 1 - points[0].dataIndex : points[0].dataIndex;
          const name = points[0].axisValueLabel || told.labels[at];
          const place = told.labels.indexOf(points[0].axisValue ?? name);
          const lines = [...said.values()].map((one) => {
            const around = one.around[place];
            const bounds = around ? `（95% 区间 ${shown(around[0], true)}～${shown(around[1], true)}）` : "";
            return `${one.label}　${shown(one.values[place], told.percent)}${bounds}`;
          });
          return [told.labels[place], ...lines].join("\n");
        } },
      aria: { enabled: false },
      xAxis: told.lying ? numbers : names, yAxis: told.lying ? names : numbers, series: drawn,
    };
  }

  /* On paper it is as wide as the paper: a drawing without a box of its own would be cut. */
  function box(place, chart) {
    const svg = place.querySelector("svg");
    if (svg) svg.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  }

  function draw(place) {
    const told = JSON.parse(place.dataset.chart);
    place.hidden = false;
    if (told.lying) place.style.height = `${Math.max(8, told.labels.length * (told.series.length > 1 ? 2.6 : 1.9) + 4)}rem`;
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    chart.setOption(optionOf(told));
    box(place, chart);
    new ResizeObserver(() => {
      if (window.matchMedia("print").matches) return;
      chart.resize();
      box(place, chart);
    }).observe(place);
    const save = place.closest("figure").querySelector("[data-chart-save]");
    save.hidden = false;
    save.addEventListener("click", () => keep(place, told, chart));
  }

  /* The picture as a file, with its title and scope in it: it will be pasted without the page. */
  function keep(place, told, chart) {
    const svg = place.querySelector("svg").cloneNode(true);
    const [wide, high] = [chart.getWidth(), chart.getHeight()];
    svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    svg.setAttribute("width", wide);
    svg.setAttribute("height", high);
    const image = new Image();
    image.addEventListener("load", () => {
      const canvas = document.createElement("canvas"), above = 64, edge = 16;
      [canvas.width, canvas.height] = [(wide + 2 * edge) * 2, (high + above + edge) * 2];
      const pen = canvas.getContext("2d");
      pen.scale(2, 2);
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.fillStyle = INK;
      pen.font = `600 16px ${FONT}`;
      pen.fillText(told.title, edge, 28);
      pen.fillStyle = INK_3;
      pen.font = `12px ${FONT}`;
      pen.fillText(told.scope, edge, 48);
      pen.drawImage(image, edge, above, wide, high);
      canvas.toBlob((blob) => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(blob);
        link.download = `${told.title}.png`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      }, "image/png");
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  }

  if (window.echarts) document.querySelectorAll("[data-chart]").forEach(draw);
})();
