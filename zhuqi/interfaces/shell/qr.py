"""QR codes, drawn on the server: no picture file, no script, and sharp on paper."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def drawn(text: str, label: str) -> SafeString:
    """The text as an SVG; `label` is what a screen reader says instead."""
    code = segno.make(text, error="m", micro=False)
    size = code.symbol_size(border=4)[0]
    # Only a path comes out of the library; everything around it is ours.
    path = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    inside = path[path.index(">") + 1 : path.rindex("</svg>")]
    return format_html(
        '<svg class="z-qr" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        size,
        size,
        label,
        mark_safe(inside),  # noqa: S308 (drawn by the library from numbers)
    )
