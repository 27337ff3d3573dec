"""A picture on the page: what it is, and how large it may stand there. Pure."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from zhuqi.foundation.papers.layout.document import Picture
from zhuqi.foundation.papers.layout.geometry import AREA_WIDTH

MOST_PIXELS: Final = 40_000_000
_TALLEST: Final = 200.0
_KINDS: Final = {"PNG": "png", "JPEG": "jpg"}
_MM_AN_INCH, _DOTS_AN_INCH = 25.4, 150


@dataclass(frozen=True, slots=True)
class Measured:
    """The ending of its file, and its size on the page in millimetres."""

    ending: str
    width: float
    height: float


def measured(picture: Picture) -> Measured:
    """Within the type area, its proportions kept. ValueError of what is neither PNG nor JPEG, is
    broken, or has more than 40 million pixels."""
    # Here, not above: a web process that only reads papers needs no decoder.
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            image = Image.open(BytesIO(picture.content), formats=tuple(_KINDS))
            wide, high = image.size
            if wide * high > MOST_PIXELS:
                raise ValueError("The picture has too many pixels.")
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("The picture is neither PNG nor JPEG, or is broken.") from error
    asked = picture.width_mm or wide * _MM_AN_INCH / _DOTS_AN_INCH
    width = min(max(asked, 1.0), AREA_WIDTH, _TALLEST * wide / high)
    return Measured(_KINDS[image.format or ""], width, width * high / wide)
