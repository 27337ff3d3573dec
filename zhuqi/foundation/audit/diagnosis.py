"""From one object's damaged chain to what was done to it. Pure: no database.

The quick check (`verification`) only says that a chain isn't sound. This reads the pieces:

* an event whose hash fits its content under some number has that number as its *home*, wherever
  it stands now, so moving and renumbering leave traces that can be named;
* an event whose hash fits under no number was changed, or put in by someone careless;
* a number nobody has is a deletion, or a cut tail if nothing comes after it;
* an event that fits by itself but not to its neighbour, or not to a seal, was rewritten together
  with its hash.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhuqi.foundation.audit.chain import GENESIS
from zhuqi.foundation.audit.enums import FindingKind
from zhuqi.foundation.audit.findings import Finding


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event's place, the number its hash was made for (None: none), and its links."""

    seq: int
    home: int | None
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A position of the chain someone wrote down: a head, or a seal."""

    seq: int
    hash: str


@dataclass
class _Chain:
    """The work sheet: who sits at which number, and what has been found."""

    name: str
    object_type: str
    object_id: int
    seals: Mapping[int, str]
    length: int
    seats: dict[int, EventRow] = field(default_factory=dict)
    altered: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def say(self, kind: FindingKind, seq: int, what: str) -> None:
        """Write a finding down."""
        self.findings.append(
            Finding(kind, self.object_type, self.object_id, seq, f"{self.name}{what}")
        )

    def explained(self, first: int, last: int) -> bool:
        """True if something between the two numbers has been found already."""
        return any(first <= finding.seq <= last for finding in self.findings)


def diagnose(
    object_type: str,
    object_id: int,
    *,
    rows: Sequence[EventRow],
    seals: Sequence[Mark],
    head: Mark | None,
) -> list[Finding]:
    """Name what was done. `rows` by stored number, `seals` ascending; sound chains give nothing."""
    chain = _Chain(
        name=f"{object_type} {object_id}：",
        object_type=object_type,
        object_id=object_id,
        seals={mark.seq: mark.hash for mark in seals},
        length=_true_length(rows, seals, head),
    )
    settled = _settle_claims(chain, rows)
    _seat(chain, rows, settled)
    _name_missing(chain)
    _check_links(chain)
    _check_seals(chain)
    _check_head(chain, head, has_rows=bool(rows))
    return sorted(chain.findings, key=lambda finding: finding.seq)


def _true_length(rows: Sequence[EventRow], seals: Sequence[Mark], head: Mark | None) -> int:
    """How long the chain was: what was sealed, and what the head says about an event it knows.

    A head that was moved along with a renumbering still carries the last event's hash, and that
    event knows its number.
    """
    sealed = max((mark.seq for mark in seals), default=0)
    if head is None:
        return max([sealed, *(row.home for row in rows if row.home is not None)])
    homes = {row.hash: row.home for row in rows if row.home is not None}
    return max(sealed, homes.get(head.hash, head.seq))


def _settle_claims(chain: _Chain, rows: Sequence[EventRow]) -> set[int]:
    """Stored numbers of the rows that keep their home; of two claimants the better linked one."""
    claims: dict[int, list[EventRow]] = defaultdict(list)
    for row in rows:
        if row.home is not None:
            claims[row.home].append(row)
    kept: set[int] = set()
    for home, claimants in claims.items():
        before = {row.hash for row in claims.get(home - 1, ())}
        after = {row.prev_hash for row in claims.get(home + 1, ())}
        best = max(
            claimants,
            key=lambda row: (
                chain.seals.get(home) == row.hash,
                row.hash in after,
                row.prev_hash in before,
                -row.seq,
            ),
        )
        for row in claimants:
            if row is not best:
                _say_inserted(chain, row.seq)
            elif home > chain.length:
                chain.say(
                    FindingKind.INSERTED,
                    row.seq,
                    f"第{row.seq}条在链头所记的末条（第{chain.length}条）之后，不是由系统写入的。",
                )
            else:
                kept.add(row.seq)
    return kept


def _say_inserted(chain: _Chain, seq: int) -> None:
    chain.say(FindingKind.INSERTED, seq, f"现在的第{seq}条是后来插入的，原来的链条里没有它。")


def _seat(chain: _Chain, rows: Sequence[EventRow], settled: set[int]) -> None:
    """Give every row its number; name those out of order, those changed, those put in."""
    known = [(row, row.home) for row in rows if row.seq in settled and row.home is not None]
    in_order = _longest_rising([home for _row, home in known])
    steady: dict[int, int] = {}
    for place, (row, home) in enumerate(known):
        chain.seats[home] = row
        if place in in_order:
            steady[row.seq] = home
        else:
            chain.say(
                FindingKind.REORDERED, home, f"原第{home}条被挪到了第{row.seq}条的位置，次序被改。"
            )
    unknown: list[EventRow] = []
    below = 0
    for row in rows:
        if row.seq in steady:
            _seat_unknown(chain, unknown, below, steady[row.seq])
            unknown, below = [], steady[row.seq]
        elif row.home is None:
            unknown.append(row)
    _seat_unknown(chain, unknown, below, chain.length + 1)


def _seat_unknown(chain: _Chain, rows: list[EventRow], below: int, above: int) -> None:
    """Rows whose hash fits nowhere take the free numbers between their neighbours."""
    if not rows:
        return
    free = [seq for seq in range(below + 1, above) if seq not in chain.seats]
    for row in rows:
        if not free:
            _say_inserted(chain, row.seq)
            continue
        seq = row.seq if row.seq in free else free[0]
        free.remove(seq)
        chain.altered.add(seq)
        chain.say(FindingKind.ALTERED, seq, f"第{seq}条的内容与校验值不符，写入之后被改过。")


def _longest_rising(values: Sequence[int]) -> set[int]:
    """Indexes of a longest strictly rising subsequence: the rows that were *not* moved."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(tail_at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            tail_at.append(index)
        else:
            tails[length] = value
            tail_at[length] = index
    chosen: set[int] = set()
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        chosen.add(index)
        index = before[index]
    return chosen


def _name_missing(chain: _Chain) -> None:
    present = chain.seats.keys() | chain.altered
    last = max(present, default=0)
    for first, end in _ranges(seq for seq in range(1, chain.length + 1) if seq not in present):
        which = f"第{first}条" if first == end else f"第{first}至{end}条"
        if first > last:
            chain.say(FindingKind.TRUNCATED, first, f"尾部被截，{which}不见了。")
        else:
            chain.say(FindingKind.DELETED, first, f"{which}被删除。")


def _ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = -1
    for number in numbers:
        if number != last + 1:
            if first > 0:
                yield first, last
            first = number
        last = number
    if first > 0:
        yield first, last


def _check_links(chain: _Chain) -> None:
    """A row that fits by itself but not to the next was rewritten with a new hash."""
    broken = {seq for seq in range(chain.length) if not _linked(chain, seq)}
    blamed: set[int] = set()
    for seq in sorted(broken):
        if seq not in blamed:
            blamed.add(seq + 1 if seq == 0 or _next_is_guilty(chain, seq, broken) else seq)
    for seq in sorted(blamed - chain.altered):
        chain.say(FindingKind.ALTERED, seq, f"第{seq}条被改写并重算了校验值，与相邻条目接不上。")


def _linked(chain: _Chain, seq: int) -> bool:
    """True if the link from `seq` to the next is whole, or can't be judged."""
    after = chain.seats.get(seq + 1)
    if after is None:
        return True
    if seq == 0:
        return after.prev_hash == GENESIS
    row = chain.seats.get(seq)
    return row is None or row.hash == after.prev_hash


def _next_is_guilty(chain: _Chain, seq: int, broken: set[int]) -> bool:
    """Of two rows that do not fit: the later one, if the earlier is sealed or it fits none."""
    if chain.seals.get(seq) == chain.seats[seq].hash:
        return True
    return seq + 1 in broken and chain.seals.get(seq + 1) != chain.seats[seq + 1].hash


def _check_seals(chain: _Chain) -> None:
    """Whoever recomputes the whole chain fits everywhere but to the seals."""
    good = 0
    for seq, sealed in sorted(chain.seals.items()):
        row = chain.seats.get(seq)
        if row is None:
            continue
        if row.hash == sealed:
            good = seq
        elif not chain.explained(good + 1, seq):
            which = f"第{seq}条" if good + 1 == seq else f"第{good + 1}至{seq}条之间"
            chain.say(
                FindingKind.ALTERED, seq, f"{which}有内容被改写并重算了校验值，与封存的链头不符。"
            )


def _check_head(chain: _Chain, head: Mark | None, *, has_rows: bool) -> None:
    if head is None:
        if has_rows:
            chain.say(FindingKind.DELETED, 0, "链头记录被删除。")
        return
    row = chain.seats.get(head.seq)
    if chain.findings or (row is not None and row.hash == head.hash and head.seq == chain.length):
        return
    if row is None or chain.seals.get(head.seq) == row.hash or head.seq != chain.length:
        chain.say(FindingKind.ALTERED, 0, "链头记录被改，条目本身无误。")
    else:
        chain.say(FindingKind.ALTERED, head.seq, f"第{head.seq}条与链头不符，封存前被改写。")
