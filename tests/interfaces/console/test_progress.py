"""Long work shows how far it is: one moving line on a terminal, a few plain lines in a file."""

from io import StringIO

from zhuqi.interfaces.console.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_line_is_rewritten_and_ended_once() -> None:
    screen = Terminal()
    with Progress("已核对", screen) as progress:
        for done in range(1, 1001):
            progress(done, 1000)

    assert screen.getvalue().startswith("\r已核对 1/1,000")
    assert screen.getvalue().endswith("\r已核对 1,000/1,000\n")
    assert screen.getvalue().count("\n") == 1
    assert len(screen.getvalue().split("\r")) < 100


def test_in_a_file_the_first_and_the_last_count_stand_on_lines_of_their_own() -> None:
    file = StringIO()
    with Progress("已读行数", file) as progress:
        for done in range(1, 1001):
            progress(done)

    assert file.getvalue() == "已读行数 1\n已读行数 1,000\n"


def test_nothing_done_says_nothing() -> None:
    screen = Terminal()
    with Progress("已核对", screen):
        pass

    assert screen.getvalue() == ""
