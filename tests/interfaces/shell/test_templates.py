"""What holds for every template: short lines, no script and no style of its own, plain layout."""

import re
from pathlib import Path

from django.template import TemplateSyntaxError, engines

import zhuqi

ROOT = Path(zhuqi.__file__).resolve().parent
TEMPLATES = sorted(ROOT.glob("**/templates/**/*.html"))
WIDTH = 120

# A script element is either a file of ours or data that the browser does not run.
SCRIPT = re.compile(r"<script\b(?![^>]*\b(?:src=|type=\"application/json\"))")
STYLE = re.compile(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
# Django's own tags never go over a line's end: such a tag would stand in the page as text.
TORN = re.compile(r"\{%(?:(?!%\}).)*$", re.MULTILINE)


# Tables and lists of facts are drawn by `{% table %}` and `{% field_list %}` alone. Below parts
# stand those two themselves and what has a list of its own kind; the style guide shows markup.
DRAWN = re.compile(r"<(?:table|thead|tbody|tr|td|dl)\b")
DRAWS = ("parts", "styleguide")
DRAWS_ITSELF = {
    "keys.html": "keys in <kbd> beside what they do: in a dialogue, laid out in two columns",
}


def draws_itself(path: Path) -> bool:
    """Whether it is one of the shell's own parts, or one of the few named above."""
    of_shell = path.parent.parent.name == "shell" and path.parent.name in DRAWS
    return of_shell or (path.parent.name == "shell" and path.name in DRAWS_ITSELF)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def wrong_in(text: str) -> list[str]:
    """What is against the rules of templates in this one."""
    found = [
        f"line {number} has {len(line)} characters"
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > WIDTH
    ]
    found += [
        f"line {n} begins with a tab" for n, x in enumerate(text.splitlines(), 1) if "\t" in x
    ]
    found += [f"inline script: {hit.group()}" for hit in SCRIPT.finditer(text)]
    found += [f"inline style or handler: {hit.group().strip()}" for hit in STYLE.finditer(text)]
    found += [f"a tag torn by a line's end: {hit.group()}" for hit in TORN.finditer(text)]
    return found


def test_every_template_is_readable_in_a_diff() -> None:
    found = {named(path): wrong_in(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_page_draws_a_table_or_a_list_of_facts_by_hand() -> None:
    drawn = [path for path in TEMPLATES if DRAWN.search(path.read_text(encoding="utf-8"))]
    assert [named(path) for path in drawn if not draws_itself(path)] == []


def test_whatever_may_draw_for_itself_does() -> None:
    """An exception that is none any more goes from the list."""
    known = {path.name for path in TEMPLATES if path.parent.name == "shell" and draws_itself(path)}
    assert known == set(DRAWS_ITSELF)
    for path in TEMPLATES:
        if path.name in known and path.parent.name == "shell":
            assert DRAWN.search(path.read_text(encoding="utf-8"))
    assert DRAWN.search('<dl class="z-facts">')
    assert DRAWN.search("<tr>")
    assert not DRAWN.search("{% table rows %}<track><dt>")


def test_every_template_compiles() -> None:
    torn = {}
    for path in TEMPLATES:
        try:
            engines["django"].from_string(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            torn[named(path)] = str(error)
    assert torn == {}


def test_the_rules_find_what_is_planted() -> None:
    assert wrong_in("字" * WIDTH) == []
    assert wrong_in("字" * (WIDTH + 1))
    assert wrong_in("\t<p>缩进</p>")
    assert wrong_in("<script>alert(1)</script>")
    assert wrong_in('<script type="module">1</script>')
    assert wrong_in("<style>p { color: red }</style>")
    assert wrong_in('<p style="color: red">')
    assert wrong_in('<button onclick="go()">')
    assert wrong_in('{% translate\n  "标题" %}')
    assert not wrong_in(
        '<script src="a.js" defer></script><script type="application/json">{}</script>'
    )
    assert not wrong_in('<p data-style="a">{% if one %}{% endif %}</p>')


def test_every_room_has_been_looked_at() -> None:
    rooms = {path.relative_to(ROOT).parts[1] for path in TEMPLATES}
    assert {"desk", "portal", "shell"} <= rooms
    assert len(TEMPLATES) > 200
