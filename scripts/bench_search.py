"""The search box measured beside its floors: a scan that reads every text, and the bare index.

    ZHUQI_DATABASE_URL=… python -m scripts.bench_search --fill

Needs a database that holds a sample city, filled by `scripts.bench_fill` to the size asked about.
`--fill` writes the index first. Every word is checked: what is found is what the scan finds.
"""

import argparse
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 (after Django has started)

from zhuqi.foundation.accounts.models import User  # noqa: E402
from zhuqi.foundation.accounts.queries import person_of  # noqa: E402
from zhuqi.foundation.contributions.written import WRITTEN_ROWS  # noqa: E402
from zhuqi.foundation.directory.models import Enterprise  # noqa: E402
from zhuqi.foundation.search.actions import begin_filling, fill_on  # noqa: E402
from zhuqi.foundation.search.lookups import coded  # noqa: E402
from zhuqi.foundation.search.models import Filling, SearchText  # noqa: E402
from zhuqi.foundation.search.normal import grams  # noqa: E402
from zhuqi.interfaces.shell.searching import SEARCH_SOURCES, Sought  # noqa: E402
from zhuqi.ledgers.cases.actions import intake  # noqa: E402
from zhuqi.ledgers.cases.actions.intake import Submission  # noqa: E402
from zhuqi.ledgers.cases.searching.codes import HEADING, TEXT  # noqa: E402

RUNS = 9
SAMPLED = 3000


def median_ms(act: Callable[[], object]) -> float:
    """The median in milliseconds, after one call that is not counted."""
    act()
    times = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def fill() -> None:
    """Write the index of all cases anew."""
    begun = time.perf_counter()
    begin_filling(again=True)
    for row in Filling.objects.filter(kind="case", done_at=None):
        while fill_on(row):
            pass
    texts = SearchText.objects.filter(kind="case").count()
    seconds = time.perf_counter() - begun
    print(f"index of {texts:,} texts in {seconds:.0f} s: {texts / seconds:,.0f}/s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE search_searchtext")


def words() -> list[str]:
    """Of two characters the commonest, a middling and a rare one; a single one; a longer one."""
    rows = SearchText.objects.filter(code=TEXT).order_by("pk").values_list("text", flat=True)
    texts = list(rows[:SAMPLED])
    counts = Counter(
        gram
        for text in texts
        for gram in grams(text)
        if len(gram) == 2 and not gram.isascii()  # noqa: PLR2004 (a bigram)
    )
    ranked = [gram for gram, _count in counts.most_common()]
    long = next(text[20:24] for text in texts if len(text) > 30 and " " not in text[20:24])  # noqa: PLR2004
    return [ranked[0], ranked[len(ranked) // 20], ranked[-1], "的", "鑫", long, "许昌 用电"]


def measure(username: str) -> None:
    """One person's page of every word beside scan and index, and whether it is complete."""
    person = person_of(User.objects.get(username=username))
    cases = SEARCH_SOURCES["cases"]
    for word in words():
        page = median_ms(lambda word=word: cases.find(person, Sought(word, 30)))  # type: ignore[misc]
        counted = cases.find(person, Sought(word, 0)).counted
        print(f"{username:<10}{word:<10}{page:>8.0f} ms  {counted}", flush=True)


def complete() -> None:
    """The index against reading every text, for one word of each kind."""
    texts = SearchText.objects.filter(code__in=(HEADING, TEXT)).order_by()
    for word in words()[:-1]:
        held = texts.filter(text__holds=coded((HEADING, TEXT), word))
        scanned = texts.filter(text__contains=word)
        index_ms = median_ms(lambda held=held: held.count())  # type: ignore[misc]
        begun = time.perf_counter()
        expected = scanned.count()
        scan_ms = (time.perf_counter() - begun) * 1000
        found = held.count()
        floors = f"{index_ms:>8.1f} ms index, {scan_ms:.0f} ms scan"
        print(f"floor     {word:<10}{floors}, {found}/{expected}", flush=True)
        if found != expected:
            raise SystemExit(f"{word}: {found} of {expected} found")


def submits(number: int = 60) -> None:
    """What the index adds to a submit, with and without it in turn."""
    person = person_of(User.objects.get(username="qiye"))
    firm = Enterprise.objects.get(pk=min(person.scope.enterprises))
    kept = WRITTEN_ROWS["search"]
    times: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(number * 2):
        indexed = bool(turn % 2)
        WRITTEN_ROWS._parts["search"] = (0, kept if indexed else lambda rows, fresh: None)  # noqa: SLF001, ARG005 (a measurement)
        begun = time.perf_counter()
        submission = Submission(
            f"测量第{turn}件", "车间用电增容迟迟不批。" * 30, "改造线路", "测量", "13800138000"
        )  # fmt: skip
        with transaction.atomic():
            intake.submit(enterprise=firm, submission=submission, by=person)
            times[indexed].append((time.perf_counter() - begun) * 1000)
            transaction.set_rollback(True)
    with_, without = (statistics.median(times[one]) for one in (True, False))
    print(f"submit {with_:.1f} ms, without the index {without:.1f}: + {(with_ / without - 1):.0%}")


def main() -> None:
    """Fill if asked, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fill", action="store_true")
    if parser.parse_args().fill:
        fill()
    complete()
    for username in ("shouli", "zhujian", "lingdao"):
        measure(username)
    submits()


if __name__ == "__main__":
    main()
