"""Write variants.txt of the search room: which characters are the same one written otherwise.

From the dictionaries of OpenCC (Apache-2.0), as the PyPI package opencc-python-reimplemented has
them: `pip install --target DIR opencc-python-reimplemented`, then name its folder
`opencc/dictionary`. Run again when they change; the file is committed.
"""

import argparse
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "zhuqi/foundation/search/data/variants.txt"
NOTE = (
    "# 繁体、异体字与其简体（第一个字）：OpenCC 字典 TSCharacters、HKVariantsRev、TWVariantsRev，"
    "许可证 Apache-2.0；部首区的字与其汉字为本项目补录（ours）"
)
# PDFs often hold the radical in the place of the character; NFKC leaves these as they are.
RADICALS = (
    "⺌小 ⺍小 ⺠民 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻌辶 ⻐钅 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 "
    "⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻬齐 ⻮齿 ⻰龙 ⻳龟"
)


def main() -> None:
    """Read the dictionaries, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", type=Path)
    folder = parser.parse_args().dictionary
    simple = _pairs(folder / "TSCharacters.txt")
    found = dict(simple)
    for name in ("HKVariantsRev.txt", "TWVariantsRev.txt"):
        for variant, standard in _pairs(folder / name).items():
            found.setdefault(variant, simple.get(standard, standard))
    found |= {pair[0]: pair[1] for pair in RADICALS.split()}
    by_simple: dict[str, list[str]] = {}
    for old, new in sorted(found.items()):
        # One step is enough for the reader: what a character becomes becomes nothing else.
        last, passed = new, {old}
        while last in found and last not in passed:
            passed.add(last)
            last = found[last]
        if old != last:
            by_simple.setdefault(last, []).append(old)
    lines = [new + "".join(olds) for new, olds in sorted(by_simple.items())]
    TARGET.write_text("\n".join([NOTE, *lines]) + "\n", encoding="utf-8")
    print(f"{sum(len(line) - 1 for line in lines)} characters in {TARGET.name}")


def _pairs(path: Path) -> dict[str, str]:
    """The first choice for each character that is not itself."""
    pairs = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        old, _tab, choices = line.partition("\t")
        if choices and len(old) == 1 and choices.split()[0] != old:
            pairs[old] = choices.split()[0]
    return {old: new for old, new in pairs.items() if len(new) == 1}


if __name__ == "__main__":
    main()
