"""Units are set up from the command line, so that a fresh place has someone to assign to."""

import pytest

from tests.cast import Cast
from zhuqi.foundation.directory.models import Unit
from zhuqi.interfaces.console.main import main


@pytest.mark.usefixtures("cast")
def test_a_unit_is_added_with_the_items_it_answers_for(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(
        ["unit", "add", "--region", "411025", "--name", "襄城县水利局", "--items", "TA01，TA02"]
    )
    assert code == 0
    unit = Unit.objects.get(name="襄城县水利局")
    assert (unit.level, unit.commandable) == ("county", True)
    assert {item.code for item in unit.items.all()} == {"TA01", "TA02"}
    assert "负责 2 个事项" in capsys.readouterr().out


def test_a_body_that_cannot_be_commanded_is_marked(cast: Cast) -> None:
    main(["unit", "add", "--region", "411000", "--name", "许昌市税务局", "--kind", "external"])
    assert not Unit.objects.get(name="许昌市税务局").commandable
    assert cast.power.commandable is False


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("more", "complaint"),
    [(["--items", "nope"], "没有事项代码"), (["--region", "999999"], "没有区划代码")],
)
def test_what_is_unknown_is_named_and_nothing_is_added(
    more: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["unit", "add", "--region", "411000", "--name", "某局", *more]) == 1
    assert complaint in capsys.readouterr().err
    assert not Unit.objects.filter(name="某局").exists()
