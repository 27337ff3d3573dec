"""Outline icons, drawn into the page: words carry the meaning, so screen readers pass over them."""

from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString

ICONS = Path(__file__).resolve().parent / "static" / "vendor" / "icons"


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """An icon. One that is not in icons.json is a mistake in the page."""
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    inside = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")].strip()
    return SafeString(
        '<svg class="z-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{inside}</svg>"
    )
