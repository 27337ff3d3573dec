"""The child process: draws one picture small, as JPEG, without anything it says of itself.

Run with -m, never imported. Arguments: picture, target, memory limit in bytes, seconds of CPU.
Ends with 1 for what can't be drawn.
"""

import resource
import sys

EDGE = 320
QUALITY = 78
# A photo of the largest phones has 200 million; more is a trap.
MOST_PIXELS = 220_000_000
_MOST_WRITTEN = 1024 * 1024


def main() -> int:
    """Draw it, within the limits."""
    source, target, memory, seconds = sys.argv[1:5]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Under the limits from here on: this brings the decoders.
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(source, formats=("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")) as picture:
            # A JPEG is then decoded at the size that is wanted.
            picture.draft("RGB", (EDGE * 2, EDGE * 2))
            picture.thumbnail((EDGE, EDGE))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            page = Image.new("RGB", upright.size, "white")
            page.paste(upright, mask=upright)
            page.save(target, "JPEG", quality=QUALITY)
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
