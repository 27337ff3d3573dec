"""What a page owes everyone: axe's rules, narrow screens, enlarged text."""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

GRAVE = frozenset({"serious", "critical"})
DESK = 1440
ZOOMED = 720  # a desk's screen at 200 %
NARROW = 390
_AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
# What is the same on every page: half of what there is to look at.
_AROUND = [".z-top", ".z-side-nav", ".z-bar"]
_RUN = "(around) => axe.run({ exclude: around }, { resultTypes: ['violations'], preload: false })"


def wrong_on(
    page: Page,
    *,
    ruled_at: tuple[int, ...] = (DESK, NARROW),
    any_width: bool = True,
    around: bool = True,
) -> list[str]:
    """What is wrong with the page for somebody, at each width; axe's rules at those named.

    `any_width`: it must fit every screen; `around`: what is the same on every page is ruled too.
    """
    wrong = []
    for width in (DESK, ZOOMED, NARROW) if any_width else ruled_at:
        page.set_viewport_size({"width": width, "height": 900})
        if width in ruled_at:
            wrong += [f"{width}: {words}" for words in _axe_says(page, around=around)]
        if any_width:
            wrong += _too_wide(page, width)
    return wrong


def _too_wide(page: Page, width: int) -> Iterator[str]:
    # Text enlarged on a phone, by half and to twice its size.
    sizes = ("100%", "150%", "200%") if width == NARROW else ("100%",)
    for size, wide in zip(sizes, page.evaluate(_OVERFLOWS, sizes), strict=True):
        if wide:
            yield f"{width}: wider than the screen with text of {size}: {wide}"


# What sticks out at each size of text; empty if the page can't be pushed sideways.
_OVERFLOWS = """(sizes) => sizes.map((size) => {
  const root = document.scrollingElement;
  document.documentElement.style.fontSize = size;
  const wide = root.scrollWidth <= window.innerWidth ? [] :
    [...document.querySelectorAll("body *")]
      .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
      .slice(-3).map((one) => `${one.tagName}.${one.className}`);
  const found = wide.length ? `${root.scrollWidth}: ${wide.join(" ")}` : "";
  document.documentElement.style.fontSize = "";
  return found;
})"""


def _axe_says(page: Page, *, around: bool) -> Iterator[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    for found in page.evaluate(_RUN, [] if around else _AROUND)["violations"]:
        if found["impact"] in GRAVE:
            where = "; ".join(str(node["target"]) for node in found["nodes"][:3])
            yield f"{found['id']}: {where}: {found['nodes'][0].get('failureSummary', '')}"
