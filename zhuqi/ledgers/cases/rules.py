"""Decisions about one case, without a database: may this be done now, by whom, and why not."""

from collections.abc import Iterator
from typing import TypeAlias

from zhuqi.foundation import lifecycle
from zhuqi.ledgers.cases.enums import Disposition, Verb, Verdict
from zhuqi.ledgers.cases.facts import Facts
from zhuqi.ledgers.cases.lifecycle import CASE, CaseStep

Offer: TypeAlias = lifecycle.Offer[Verb]


def decide(facts: Facts, verb: Verb) -> CaseStep:
    """The row of the table that applies; NotYours or NotNow with the reason."""
    return CASE.decide(facts, verb)


def offers(facts: Facts) -> Iterator[Offer]:
    """Every verb the actor's roles could ever do here, in the table's order, with reasons."""
    return CASE.offers(facts)


def redo_by_itself(facts: Facts) -> bool:
    """“Not solved” on a claimed “resolved” reopens by itself, up to the scheme's cap of rounds."""
    return (
        facts.verdict == Verdict.NOT_SOLVED
        and facts.disposition == Disposition.RESOLVED
        and facts.round <= facts.redo_cap
    )
