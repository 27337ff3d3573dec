"""Does a test fail when a rule is broken? `make mutants`.

Each mutant is one rule of the product, broken by hand in a copy of the tree: the old text has to
stand in its file exactly once, then the narrow set of tests that should notice runs. A mutant
that survives is a rule nobody holds. Files and tests are named in the two tables below and
nowhere else, so that a move is one line here.

    python scripts/mutants.py            all of them
    python scripts/mutants.py rules      those whose name contains a word
    python scripts/mutants.py --list     only look whether every text is still there
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FILES = {
    "rules": "zhuqi/ledgers/cases/rules.py",
    "case": "zhuqi/ledgers/cases/lifecycle/case.py",
    "sheet": "zhuqi/ledgers/cases/lifecycle/sheet.py",
    "answer": "zhuqi/ledgers/cases/lifecycle/answer.py",
    "withdrawal": "zhuqi/ledgers/cases/lifecycle/withdrawal.py",
    "instruction": "zhuqi/ledgers/cases/lifecycle/instruction.py",
    "extension": "zhuqi/ledgers/cases/lifecycle/extension.py",
    "hiding": "zhuqi/ledgers/cases/lifecycle/secrecy.py",
    "table": "zhuqi/foundation/lifecycle/table.py",
    "clocks": "zhuqi/ledgers/cases/clocks.py",
    "runs": "zhuqi/ledgers/cases/clock_runs.py",
    "fields": "zhuqi/ledgers/cases/reading/fields.py",
    "files": "zhuqi/ledgers/cases/reading/file_access.py",
    "rows": "zhuqi/ledgers/cases/models/case.py",
    "secrecy": "zhuqi/ledgers/cases/secrecy/models.py",
    "reach": "zhuqi/foundation/accounts/reach.py",
    "doors": "zhuqi/interfaces/desk/access.py",
    "verb page": "zhuqi/interfaces/desk/cases/views/verbs.py",
}

CASES = "tests/ledgers/cases/"
MATRIX = "tests/permissions/"
TESTS = {
    "rules": [CASES + "test_rules.py"],
    "clocks": [CASES + "test_clock_rules.py"],
    "secrecy": [CASES + "test_secrecy.py", CASES + "test_recusal.py"],
    "papers": [CASES + "test_instructions.py"],
    "handler": [MATRIX + "test_permissions.py", "-k", "handler"],
    "outsiders": [MATRIX + "test_permissions.py", "-k", "anonymous or firm_pending"],
    "administrators": [MATRIX + "test_permissions.py", "-k", "system_admin"],
    "liaison": [MATRIX + "test_secrecy.py", "-k", "liaison"],
    "recused": [MATRIX + "test_secrecy.py", "-k", "recused and handler"],
    "verbs": ["tests/interfaces/desk/test_verbs.py", "-k", "everyone_else and tag"],
    "deputies": ["tests/foundation/accounts/test_accounts_deputies.py"],
    "fields": [CASES + "test_fields.py"],
}


@dataclass(frozen=True)
class Mutant:
    """A rule, where it stands, and how it is broken."""

    rule: str
    file: str
    old: str
    new: str
    tests: str

    @property
    def name(self) -> str:
        """For the command line and the list."""
        return f"{self.file}: {self.rule}"


MUTANTS = (
    # What may be done now.
    Mutant(
        "a signed sheet is not recalled", "sheet",
        'return "" if facts.lead_sheet == A.ISSUED else "主办',
        'return "" if facts.lead_sheet or True else "主办',
        "rules",
    ),
    Mutant(
        "a sheet is signed once", "sheet",
        'return "" if facts.own_sheet == A.ISSUED else "本单位已签收"', 'return ""',
        "rules",
    ),
    Mutant(
        "a round is rated once", "answer",
        'return "本轮办理已经评价过" if facts.verdict else ""', 'return ""', "rules",
    ),
    Mutant(
        "what the firm accepts is not done again", "answer",
        'return "企业认可办理结果，无需重办" if facts.verdict == Verdict.SOLVED else ""',
        'return ""',
        "rules",
    ),
    Mutant(
        "what is to be carried is not struck off", "case",
        "    if facts.disposition in TO_CARRY:\n        return f",
        "    if False:\n        return f",
        "rules",
    ),
    Mutant(
        "what the firm calls unsolved is not struck off", "case",
        "    if facts.verdict:\n        return f", "    if False:\n        return f", "rules",
    ),
    Mutant(
        "silence counts only after its time", "case",
        "if facts.rating_due and facts.now >= facts.rating_due:", "if facts.rating_due:", "rules",
    ),
    Mutant(
        "what is solved is not carried", "case",
        'return "办理结果为已解决且企业未提出异议，应销号，不挂账"', 'return ""', "rules",
    ),
    Mutant(
        "a firm reopens within the window", "case",
        "facts.now > facts.closed_at + timedelta(days=facts.reopen_days)", "False", "rules",
    ),
    Mutant(
        "the office does not withdraw what nobody asked to", "withdrawal",
        'return "" if facts.withdrawal_asked else "企业没有申请撤回"', 'return ""', "rules",
    ),
    Mutant(
        "nobody passes their own answer", "answer",
        'return "答复是您本人提交的，请由活动办另一位同志审核" if facts.own_answer else ""',
        'return ""',
        "rules",
    ),
    Mutant(
        "only the handler or the head hands over", "case",
        "if facts.handles_or_heads or H.SYSTEM in facts.roles:", "if True:", "rules",
    ),
    Mutant(
        "a case is not finished before its parts", "answer",
        "    if not facts.parts_open:\n", "    if True:\n", "rules",
    ),
    Mutant(
        "the county asks before the city strikes off", "case",
        "    if not facts.county or facts.strike_off_asked:\n", "    if True:\n", "rules",
    ),
    Mutant(
        "instructions are read before the end", "instruction",
        "    if facts.instructed - {InstructionState.READ}:\n", "    if False:\n", "rules",
    ),
    Mutant(
        "what was imported is only looked at", "case",
        "if facts.historical and not SPECS[verb].on_historical:", "if False:", "rules",
    ),
    Mutant(
        "a step fits the state", "table",
        "here = [row for row in mine if state in row.states]", "here = list(mine)", "rules",
    ),
    Mutant(
        "a step fits the case role", "table",
        "mine = [row for row in self.steps_of(verb) if row.roles & facts.roles]",
        "mine = list(self.steps_of(verb))", "rules",
    ),
    Mutant(
        "reopening by itself ends at the cap", "rules",
        "and facts.round <= facts.redo_cap", "", "rules",
    ),
    # Who may do it, and where it leads.
    Mutant(
        "registrars accept", "case",
        "step(V.ACCEPT, S.SUBMITTED, H.REGISTRAR, to=S.ACCEPTED)",
        "step(V.ACCEPT, S.SUBMITTED, OFFICE, to=S.ACCEPTED)", "rules",
    ),
    Mutant(
        "the lead answers, not the helper", "sheet",
        "step(V.ANSWER, S.IN_PROGRESS, H.LEAD,",
        "step(V.ANSWER, S.IN_PROGRESS, (H.LEAD, H.CO),", "rules",
    ),
    Mutant(
        "an answer is reviewed", "sheet",
        "to=S.ANSWERED, needs=[not_paused, no_draft]",
        "to=S.COMPLETED, needs=[not_paused, no_draft]", "rules",
    ),
    Mutant(
        "only the office lifts confidentiality", "hiding",
        "step(V.UNCONCEAL, EVERYWHERE, DECIDERS,",
        "step(V.UNCONCEAL, EVERYWHERE, (*DECIDERS, H.LEAD),", "rules",
    ),
    Mutant(
        "an instruction is marked read by whoever gave it or inspects", "instruction",
        "step(V.MARK_READ, EVERYWHERE, (H.LEADER, H.INSPECTOR),",
        "step(V.MARK_READ, EVERYWHERE, (H.LEADER, H.INSPECTOR, H.LEAD),", "rules",
    ),
    Mutant(
        "the firm withdraws only before it is assigned", "withdrawal",
        "step(V.WITHDRAW, BEFORE_ASSIGNMENT, H.FIRM, to=S.WITHDRAWN)",
        "step(V.WITHDRAW, (*BEFORE_ASSIGNMENT, *WITH_THE_UNIT), H.FIRM, to=S.WITHDRAWN)", "rules",
    ),
    Mutant(
        "the asker does not grant the extension", "extension",
        "step(V.GRANT_EXTENSION, TO_BE_ANSWERED, DECIDERS,",
        "step(V.GRANT_EXTENSION, TO_BE_ANSWERED, (*DECIDERS, H.LEAD),", "rules",
    ),
    Mutant(
        "a redone sheet is the unit's again", "sheet",
        "move(V.REDO, (A.ANSWERED, A.CLOSED), to=A.SIGNED)",
        "move(V.REDO, (A.ANSWERED, A.CLOSED), to=A.CLOSED)", "rules",
    ),
    # How long it may take.
    Mutant(
        "the promise starts with the sheet, not with the signature", "clocks",
        "ClockKind.RESOLVE, ISSUE, frozenset({V.ANSWER})",
        "ClockKind.RESOLVE, frozenset({V.SIGN}), frozenset({V.ANSWER})", "clocks",
    ),
    Mutant(
        "the most specific row of a scheme counts", "clocks",
        "if best is None or weight > best[0]:", "if best is None:", "clocks",
    ),
    Mutant(
        "a pause stops the clock", "runs",
        "return FAR, FAR", "pass", "clocks",
    ),
    Mutant(
        "a grant lengthens the promise", "clocks",
        "        return amount + extra, unit\n", "        return amount, unit\n", "clocks",
    ),
    Mutant(
        "the superior's demand outlives the strike-off", "runs",
        "self._stop(lambda run: not run.spec.survives, happening.at)",
        "self._stop(lambda run: True, happening.at)", "clocks",
    ),
    Mutant(
        "a new lead alone ends the lead's clock", "runs",
        "if spec.with_lead and happening.verb in ISSUE and not new_lead:",
        "if False:", "clocks",
    ),
    # Whose rows.
    Mutant(
        "who looks after a firm sees none of its confidential cases", "rows",
        "Q(enterprise_id__in=scope.liaised, confidential=False)",
        "Q(enterprise_id__in=scope.liaised)", "liaison",
    ),
    Mutant(
        "units see what they are involved in", "rows",
        "Involvement.objects.filter(unit_id__in=units).values_list",
        "Involvement.objects.all().values_list", "handler",
    ),
    Mutant(
        "whoever is recused does not see the row", "rows",
        "rows = self.filter(~recused) if recused is not None else self.all()",
        "rows = self.all()", "recused",
    ),
    Mutant(
        "a recusal of the unit binds its people", "secrecy",
        "bound |= Q(unit__in=sorted(scope.belongs))", "pass", "secrecy",
    ),
    Mutant(
        "a unit knows the firm only when told", "secrecy",
        "        or case.pk in told\n", "        or True\n", "secrecy",
    ),
    # What is hidden inside a row.
    Mutant(
        "helpers read no answer under review", "fields",
        "frozenset({Field.OPINIONS, Field.NOTES, Field.FILES_INSIDE, Field.PHONES}),",
        "_ALL,", "fields",
    ),
    Mutant(
        "the firm reads nothing from inside", "fields",
        "CaseRole.FIRM: frozenset({Field.PHONES}),", "CaseRole.FIRM: _ALL,", "papers",
    ),
    Mutant(
        "a confidential firm is known to few", "fields",
        "knows = not confidential or told or bool(case_roles & KNOWING)", "knows = True",
        "secrecy",
    ),
    Mutant(
        "the scan of an instruction opens for those it is for", "files",
        '"instruction": inside and number in named,', '"instruction": inside,', "papers",
    ),
    # Whose rights, and the doors of pages.
    Mutant(
        "administrators are nobody's deputies", "reach",
        "if any(role in ADMIN_ROLES for role, _unit in posts[user.pk]):", "if False:", "deputies",
    ),
    Mutant(
        "a deputy belongs to the unit", "reach",
        "[one for one in away[user.pk] if one.unit_id in direct[user.pk]]", "away[user.pk]",
        "deputies",
    ),
    Mutant(
        "the desk is for officials", "doors",
        "if person.actor.kind is not ActorKind.OFFICIAL:", "if False:", "outsiders",
    ),
    Mutant(
        "a page of the desk asks for its roles", "doors",
        "            if not allowed(person.scope):\n", "            if False:\n", "administrators",
    ),
    Mutant(
        "a page of the desk asks who is there", "doors",
        'return cast("V", login_required(inner))', 'return cast("V", inner)', "outsiders",
    ),
    Mutant(
        "a verb nobody is offered is refused", "verb page",
        "    if offer is None:\n        raise NotYours",
        '    if offer is None:\n        return ""\n        raise NotYours', "verbs",
    ),
)  # fmt: skip


def missing(mutant: Mutant, root: Path) -> str:
    """What is wrong with the mutant itself, "" if it can be tried."""
    path = root / FILES[mutant.file]
    if not path.is_file():
        return f"{FILES[mutant.file]} is not there"
    times = path.read_text(encoding="utf-8").count(mutant.old)
    return "" if times == 1 else f"its text stands {times} times in {FILES[mutant.file]}"


def copy_of_the_tree(place: Path) -> Path:
    """What the tests need, so that the tree itself is never broken."""
    for name in ("zhuqi", "tests", "docs"):
        shutil.copytree(
            ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "e2e")
        )
    for path in (*ROOT.glob("*.toml"), *ROOT.glob("*.md"), *ROOT.glob("*.json")):
        shutil.copy(path, place)
    (place / "var").mkdir()
    # Compiled once; of the files themselves only the broken one is then compiled anew.
    compiling = [sys.executable, "-m", "compileall", "-q", "zhuqi", "tests"]
    subprocess.run(compiling, cwd=place, check=True)
    # The migrated database is kept by what it is made of, and no mutant is a migration.
    (place / "var" / "tests").symlink_to(ROOT / "var" / "tests")
    return place


def caught_by(mutant: Mutant, root: Path) -> str:
    """The test that fails with the rule broken, "" if none does."""
    path = root / FILES[mutant.file]
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:randomly",
             "-p", "no:cacheprovider", "-m", "not e2e and not postgres", *TESTS[mutant.tests]],
            cwd=root,
            # A kept bytecode file could outlive the mutant it was made of.
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
    finally:
        path.write_text(whole, encoding="utf-8")
    if done.returncode not in {0, 1}:
        sys.exit(f"the tests could not run:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return failed[0].split(" - ")[0].partition(" ")[2] if failed else ""


def main(words: list[str]) -> int:
    """0 if every mutant was caught."""
    wanted = [m for m in MUTANTS if all(word in m.name for word in words if word != "--list")]
    wrong = [f"{m.name}: {why}" for m in wanted if (why := missing(m, ROOT))]
    if wrong:
        print("These mutants no longer fit the tree:", *wrong, sep="\n  ")
        return 2
    if "--list" in words:
        print(*(m.name for m in wanted), sep="\n")
        return 0
    survived = []
    with tempfile.TemporaryDirectory(prefix="zhuqi-mutants-") as place:
        root = copy_of_the_tree(Path(place))
        for mutant in wanted:
            begun = time.monotonic()
            test = caught_by(mutant, root)
            verdict = "caught  " if test else "SURVIVED"
            print(f"{verdict} {time.monotonic() - begun:4.0f} s  {mutant.name}  {test}", flush=True)
            if not test:
                survived.append(mutant.name)
    print(f"{len(wanted) - len(survived)} of {len(wanted)} rules are held by a test.")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
