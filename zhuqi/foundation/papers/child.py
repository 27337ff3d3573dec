"""The child process: a document comes in as JSON, its file goes out. Run with -m, never imported.

Input: {"file": "pdf" or "docx", "document": as `stored.as_data` writes it, "fonts": the fields of
`layout.fonts.Fonts`}. Needs no settings and no database.
"""

import json
import resource
import sys

# Of memory; Typst, its fonts and ten pages of table take a third of it.
_MOST_MEMORY = 2 * 1024 * 1024 * 1024
_MOST_SECONDS = 50


def main() -> None:
    """Write the file to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Under the limits from here on: these imports bring what sets pages.
    from zhuqi.foundation.papers.layout.fonts import Face, Fonts
    from zhuqi.foundation.papers.layout.pdf import to_pdf
    from zhuqi.foundation.papers.layout.word import to_docx
    from zhuqi.foundation.papers.stored import from_data

    asked = json.load(sys.stdin)
    preferred = tuple(
        (Face(face), tuple(families)) for face, families in asked["fonts"]["preferred"]
    )
    fonts = Fonts(tuple(asked["fonts"]["folders"]), preferred)
    write = to_pdf if asked["file"] == "pdf" else to_docx
    sys.stdout.buffer.write(write(from_data(asked["document"]), fonts))


if __name__ == "__main__":
    main()
