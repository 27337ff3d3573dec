"""Where the suite spends its processor time, by file, by function and by test: `make test-times`.

Processor seconds, not the clock's: they are the same on a busy machine. What a module or the whole
session sets up counts for the test that asked for it first.
"""

import resource
import time
from collections import defaultdict
from collections.abc import Generator

import pytest

SHOWN = 30
_SPENT = "zhuqi_cpu"


class Timing:
    """Notes on every report what its phase has cost, and adds up at the end."""

    def __init__(self) -> None:
        self.last = _now()
        self.begun = time.monotonic()
        self.by_test: defaultdict[str, float] = defaultdict(float)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self,
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """In the process that runs the test; the attribute travels with the report."""
        report = yield
        now = _now()
        setattr(report, _SPENT, now - self.last)
        self.last = now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """In the process that prints."""
        self.by_test[report.nodeid] += getattr(report, _SPENT, 0.0)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Totals, then the dearest files, functions with all their cases, and tests."""
        by_file: defaultdict[str, float] = defaultdict(float)
        by_function: defaultdict[str, float] = defaultdict(float)
        for test, spent in self.by_test.items():
            by_file[test.partition("::")[0]] += spent
            by_function[test.partition("[")[0]] += spent
        write = terminalreporter.write_line
        terminalreporter.section("processor time")
        write(
            f"{sum(by_file.values()):8.1f} s in {len(self.by_test)} tests; "
            f"{time.monotonic() - self.begun:.1f} s by the clock"
        )
        for rows in (by_file, by_function, self.by_test):
            write("")
            for name, spent in sorted(rows.items(), key=lambda row: -row[1])[:SHOWN]:
                write(f"{spent:8.2f} s  {name}")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.pluginmanager.register(Timing(), "zhuqi-timing")


def _now() -> float:
    """Processor seconds of this process and of those it has started and waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
