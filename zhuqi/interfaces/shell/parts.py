"""What the shell's components are fed with: plain values, so that a page is built without HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django_stubs_ext import StrOrPromise


class Light(StrEnum):
    """How a thing stands in time. The only meaning colour has on our pages."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"
    NONE = "none"
    DONE = "done"

    @property
    def word(self) -> str:
        """The word that always stands beside the shape."""
        return _LIGHT_WORDS[self]


_LIGHT_WORDS = {
    Light.GREEN: "正常",
    Light.YELLOW: "临期",
    Light.RED: "逾期",
    Light.PAUSED: "已暂停",
    Light.NONE: "不计时",
    Light.DONE: "已完成",
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be pressed; with a `reason` it is shown quietly as not possible now.

    `post` makes a form of one button, with a CSRF token; `form` submits the form of that id.
    """

    label: str
    url: str = ""
    icon: str = ""
    main: bool = False
    post: bool = False
    form: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a fact list; drawn HTML is given as a SafeString.

    A `wide` fact takes the whole row of a two-column list. What somebody `typed` runs in the
    direction of its own script.
    """

    label: StrOrPromise
    value: object
    hint: str = ""
    url: str = ""
    wide: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A file or document to open: `note` says its kind and size ("PDF · 1.2 MB").

    `picture` is the address of what is drawn small before its name.
    """

    label: str
    url: str
    note: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a timeline: who did what when, and what they wrote."""

    at: datetime
    who: str
    what: str
    note: str = ""
    unit: str = ""
    internal: bool = False
    papers: Sequence[Paper] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A due time with its light, and how it was worked out, line by line."""

    name: str
    light: Light | str
    due: datetime | date | None = None
    remaining: str = ""
    explanation: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a form or of a case's way; `state` is done, now or later."""

    label: str
    state: str = "later"
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the same list, reached by a link."""

    label: str
    url: str
    active: bool = False
    count: int | str | None = None


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure of a stat line; with a `url` it opens the rows behind it."""

    label: str
    value: object
    url: str = ""
    light: Light | str | None = None

    @property
    def words(self) -> str:
        """Number and label as one, for the inside of a light."""
        return f"{self.value} {self.label}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table's cell; drawn HTML is given as a SafeString.

    A `RowForm`, or a tuple of several, is what can be done to the row.

    `below` stands quietly under the value, `url` makes it a link, `clamp` cuts it to two lines,
    `whole` shows it whole on hover.
    """

    value: object = ""
    below: object = ""
    url: str = ""
    clamp: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class RowField:
    """The one thing a row's form asks; its `id` is no other row's on the page."""

    name: str
    id: str
    label: StrOrPromise
    value: object = ""
    type: str = "text"
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class RowForm:
    """Something to be done to a row of a table: a button that posts `sent` to the page itself.

    With `opens` it lies behind that word, and `asks` stands above the button.
    """

    label: StrOrPromise
    sent: Mapping[str, object]
    opens: StrOrPromise = ""
    asks: RowField | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table. A `silent` one is named to screen readers alone; `css` is its cells'.

    On a phone its cells are named by `short` where the label is too long; `bare` ones speak for
    themselves. With a `url` its name is
    a link that sorts by it; `sorted` is "ascending", "descending" or "".
    """

    label: StrOrPromise
    css: str = ""
    short: StrOrPromise = ""
    number: bool = False
    silent: bool = False
    bare: bool = False
    printed: bool = True
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """What ticks a row: the value that is sent, what it is called, and which verbs fit the row."""

    value: object
    label: str
    fits: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of as many cells; the first of a row is what the row is about.

    `keys`: rows are walked by j and k, and Enter opens the first link. A `pinned` table has a box
    of its own, named `label`, in which its head and first column stay. A `silent` caption is told
    to screen readers alone. Where no column says what a row is about, it is not `headed`. With
    `ticks`, one a row, rows can be chosen; they are sent by the form of the id `ticks_for` as
    `ticks_as`.
    """

    columns: Sequence[Heading]
    rows: Sequence[Sequence[Cell | object]]
    css: str = ""
    label: StrOrPromise = ""
    caption: StrOrPromise = ""
    pinned: bool = False
    keys: bool = True
    silent: bool = False
    headed: bool = True
    ticks: Sequence[Tick] = ()
    ticks_for: str = ""
    ticks_as: str = ""
