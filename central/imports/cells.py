"""What stands in a cell as a value of the roster: days, hours, codes, lists and times when somebody can serve.

Every reader takes the text of one cell, never an empty one, and raises ValueError with a sentence for what it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Final

from checkpoint.roster import Available

_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?")
_HOUR: Final = re.compile(r"(\d{1,2})[:：时點点](\d{2})?分?(?::\d{2})?")
_PARTS: Final = re.compile(r"[,，、;；|\n]+")
_SPANS: Final = re.compile(r"[;；|\n]+")
_YES: Final = frozenset("yes y true 1 是 有 √ 合格 通过 通過 已通过 passed pass 及格 v ✓ ✔".split())
_NO: Final = frozenset("no n false 0 否 无 無 × 不合格 未通过 未通過 failed fail 不及格 x ✗ ✘".split())
_CODE: Final = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?")
MOST: Final = 1_000_000


def text(cell: str) -> str:
    """One line that can be printed."""
    if not cell.isprintable():
        raise ValueError("holds what cannot be printed")
    return cell


def paragraphs(cell: str) -> str:
    """Text with line ends."""
    lines = [line.rstrip() for line in cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(text(line) for line in lines)


def many(cell: str) -> tuple[str, ...]:
    """Several, parted by commas, semicolons, 、 or |; each once, in order."""
    return tuple(dict.fromkeys(text(part.strip()) for part in _PARTS.split(cell) if part.strip()))


def number(cell: str) -> int:
    """A whole number from 0."""
    if not (cell.isascii() and cell.isdigit() and int(cell[:9]) <= MOST):
        raise ValueError("is no whole number")
    return int(cell[:9])


def code(cell: str) -> str:
    """A number or a word that names something: no blanks, and no stroke, which parts the names of an assignment."""
    if "/" in cell or any(one.isspace() for one in cell) or len(cell) > 64:
        raise ValueError("is no id: it has blanks, a / or more than 64 characters")
    return text(cell)


def subject(cell: str) -> str:
    """A subject number of a pass, 1 to 2**40 - 1."""
    if not (re.fullmatch(r"[1-9][0-9]{0,12}", cell) and int(cell) < 2**40):
        raise ValueError("is no number of a badge, from 1 to 1099511627775")
    return cell


def minutes(cell: str) -> int:
    """Minutes of a day."""
    found = number(cell)
    if found > 1440:
        raise ValueError("is more minutes than a day has")
    return found


def yes(cell: str) -> bool:
    """Yes or no, in either language; how a test ended too."""
    word = cell.lower()
    if word not in _YES and word not in _NO:
        raise ValueError("is neither yes nor no (是, 否)")
    return word in _YES


def day(cell: str) -> str:
    """A natural day: 2022-12-05, 2022/12/5, 20221205, 2022年12月5日; a time behind it is left out."""
    found = _DAY.match(cell)
    if found is None or not re.fullmatch(r"([T ]\s*00:00(:00)?)?", cell[found.end() :]):
        raise ValueError("is no day like 2022-12-05")
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError as error:
        raise ValueError("is a day that does not exist") from error


def hour(cell: str) -> str:
    """A time of day: 8:00, 08:00:00, 8点, 8点30分; 24:00 is midnight."""
    found = _HOUR.fullmatch(cell.strip())
    if found is None:
        raise ValueError("is no time of day like 08:00")
    hours, rest = int(found[1]), int(found[2] or 0)
    if (hours, rest) == (24, 0):
        return "00:00"
    try:
        return time(hours, rest).strftime("%H:%M")
    except ValueError as error:
        raise ValueError("is a time of day that does not exist") from error


def when(cell: str) -> str:
    """A time of day, or a day with one: `08:00`, `2022-12-05 08:00`."""
    if _HOUR.fullmatch(cell):
        return hour(cell)
    first, _, rest = cell.replace("T", " ").partition(" ")
    if not rest:
        raise ValueError("is no time like 08:00 or 2022-12-05 08:00")
    return f"{day(first)} {hour(rest.strip())}"


def areas(cell: str) -> tuple[str, ...]:
    """Division codes of 12 (community), 9 (street), 6 (district), 4 (city) or 2 digits."""
    found = many(cell)
    for one in found:
        if not _CODE.fullmatch(one):
            raise ValueError(f"'{one}' is no division code of 12, 9, 6, 4 or 2 digits")
    return found


def area(cell: str) -> str:
    """One such division code."""
    found = areas(cell)
    if len(found) != 1:
        raise ValueError("names more than one area")
    return found[0]


def one_of(codes: Mapping[str, tuple[str, ...]]) -> Callable[[str], str]:
    """A reader of one of these codes, each under its own name or one of its words."""
    known = {word: code for code, words in codes.items() for word in (code, *words)}

    def read(cell: str) -> str:
        if cell.lower() not in known:
            raise ValueError(f"is none of {', '.join(sorted(codes))}")
        return known[cell.lower()]

    return read


def counted(cell: str) -> dict[str, int]:
    """Things with how many of each: `mask*2, gloves` or `口罩×2、手套`."""
    found: dict[str, int] = {}
    for part in many(cell):
        name, _, count = re.sub(r"\s*[*×xX:：]\s*(?=\d+$)", "*", part).partition("*")
        if not name or number(count or "1") < 1:
            raise ValueError(f"'{part}' is not a thing and how many, like mask*2")
        found[name.strip()] = number(count or "1")
    return found


def phone_end(cell: str) -> str:
    """The last two digits of a phone number; the rest of it is kept nowhere."""
    digits = re.sub(r"[\s-]", "", cell)
    if not re.fullmatch(r"\+?\d{2,15}", digits):
        raise ValueError("is no phone number, nor its last two digits")
    return digits[-2:]


_WEEK: Final = {
    **{name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)},
    **{name: number for number, name in enumerate("一二三四五六日", 1)},
    "天": 7,
    **{str(number): number for number in range(1, 8)},
}
_EVERY: Final = {
    **dict.fromkeys(("每天", "每日", "daily", "every day", "any day", "不限"), ()),
    **dict.fromkeys(("工作日", "workdays", "weekdays"), (1, 2, 3, 4, 5)),
    **dict.fromkeys(("周末", "週末", "双休日", "weekend", "weekends"), (6, 7)),
}
_ALL_DAY: Final = re.compile(r"全天|全日|all day|不限时|不限時")
_SPAN: Final = re.compile(r"(\d{1,2}[:：]\d{2})\s*[-–—~～至到]\s*(\d{1,2}[:：]\d{2})")
_DAYS: Final = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})?\s*(?:\.\.|至|到|~|～)\s*(\d{4}-\d{1,2}-\d{1,2})?")
_RANGE: Final = re.compile(r"([^-–—~～至到]+)[-–—~～至到]+([^-–—~～至到]+)")


def available(cell: str) -> tuple[Available, ...]:
    """Times when somebody can serve, parted by semicolons: `周一至周五 08:00-12:00; 周末 全天; 2022-12-01..2022-12-31`.

    Each has weekdays, hours and first and last day, any of them and in this order; what is left out is not limited.
    """
    return tuple(_available(part.strip()) for part in _SPANS.split(cell) if part.strip())


def _available(part: str) -> Available:
    rest = _ALL_DAY.sub(" ", part)
    days, hours = _DAYS.search(rest), None
    first, last = (days[1] or "", days[2] or "") if days and (days[1] or days[2]) else ("", "")
    if days and (first or last):
        rest = rest.replace(days[0], " ")
    hours = _SPAN.search(rest)
    if hours:
        rest = rest.replace(hours[0], " ")
    begins, ends = (hour(one) for one in hours.groups()) if hours else ("00:00", "00:00")
    try:
        weekdays = _weekdays(rest.strip().lower())
    except KeyError as error:
        raise ValueError(f"'{part}' is no time like 周一至周五 08:00-12:00 or Mon-Fri 08:00-12:00") from error
    return Available(
        weekdays=weekdays,
        begins=begins,
        ends=ends,
        first=day(first) if first else "",
        last=day(last) if last else "",
    )


def _weekdays(said: str) -> tuple[int, ...]:
    """Raises KeyError for what are no days of the week."""
    if not said or said in _EVERY:
        return _EVERY.get(said, ())
    found: set[int] = set()
    for part in re.split(r"[,，、/\s和]+", said):
        between = _RANGE.fullmatch(part)
        if between:
            begin, end = (_weekday(one) for one in between.groups())
            found |= {(begin + step - 1) % 7 + 1 for step in range((end - begin) % 7 + 1)}
        elif part in _EVERY:
            found |= set(_EVERY[part])
        elif re.fullmatch(r"[周週][一二三四五六日天]{2,}", part):
            found |= {_WEEK[one] for one in part[1:]}
        else:
            found.add(_weekday(part))
    return tuple(sorted(found))


def _weekday(word: str) -> int:
    plain = re.sub(r"^(周|週|星期|礼拜|禮拜)", "", word.strip())
    return _WEEK[plain[:3] if plain.isascii() else plain]
