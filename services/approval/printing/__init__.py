"""Prints a decision letter: the pack's names, Chinese sentences, a PDF. No database, no network.

The text goes to the template as data, so nothing that people wrote is markup. The same letter is
the same file, byte for byte.
"""

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import segno
import typst

from policy.model import Pack
from services.approval.domain.decision import Condition
from services.approval.domain.letter import Letter, shown_code

_OUTCOMES: Final = {
    "approved": "准予决定书",
    "approved_with_conditions": "附条件准予决定书",
    "refused": "不予同意决定书",
    "filed": "备案通知书",
}
_TRIGGERS: Final = {
    "before_start": "开工前落实",
    "before_use": "投用前落实",
    "standing": "持续遵守",
}
_SERVED: Final = {
    "electronic": "电子送达",
    "in_person": "当面送达",
    "post": "邮寄送达",
    "public_notice": "公告送达",
}
_FONT: Final = "cvttf_NotoSansCJK_Regular"
Name = Callable[[str, str], str]


def print_letter(letter: Letter, pack: Pack | None, public_url: str) -> bytes:
    """The letter as a PDF; takes a fraction of a second of a processor.

    ``public_url`` is where the lane's pages are: the QR code leads to its check of the code.
    """
    told = json.dumps(_told(letter, _names(pack), public_url), ensure_ascii=False)
    return _compile(told)


def _compile(told: str) -> bytes:
    template = Path(__file__).with_name("letter.typ").read_bytes()
    pdf = typst.compile(
        template,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"letter": told},
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    # The package's own code is not imported: it registers its font with matplotlib where there is.
    spec = find_spec(_FONT)
    assert spec is not None
    assert spec.origin is not None
    folder = str(Path(spec.origin).parent)
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def _names(pack: Pack | None) -> Name:
    def name(section: str, id_: str) -> str:
        # What the pack does not name is called by its id: better than a decision never served.
        try:
            return pack.name_of(section, id_).zh if pack else id_.replace("_", " ")
        except KeyError:
            return id_.replace("_", " ")

    return name


def _told(letter: Letter, name: Name, public_url: str) -> dict[str, Any]:
    item = name("items", letter.item)
    shown = shown_code(letter.code)
    page = f"{public_url.rstrip('/')}/verify"
    return {
        "department": name("departments", letter.department),
        "heading": f"{item} {_OUTCOMES[letter.outcome]}",
        "addressee": f"{letter.organisation_name}：",
        "opening": f"你单位就“{letter.title}”提出的“{item}”，我单位已作出决定，现送达如下。",
        "facts": _facts(letter),
        "parts": [each for each in _parts(letter, name) if each["lines"]],
        "decided_on": _day(letter.decided_on),
        "code": shown,
        "check_name": "核验码",
        "check_hint": "扫码或在下列网址输入核验码，可查此决定书是否仍然有效。",
        "address": page,
        "foot": f"{item} · {shown}",
        "qr": segno.make(f"{page}?code={shown}", error="m").svg_inline(border=0),
    }


def _facts(letter: Letter) -> list[tuple[str, str]]:
    return [
        ("项目", letter.title),
        ("项目单位", letter.organisation_name),
        ("收件日", _day(letter.received_on)),
        *([("受理日", _day(letter.accepted_on))] if letter.accepted_on else []),
        ("决定日", _day(letter.decided_on)),
        ("送达日", f"{_day(letter.served_on)}（{_SERVED[letter.served_how]}）"),
    ]


def _parts(letter: Letter, name: Name) -> list[dict[str, Any]]:
    ground = [name("refusal_grounds", letter.ground)] if letter.ground else []
    conditions = [
        f"{number}. {each.text}（{_when(each)}）"
        for number, each in enumerate(letter.conditions, 1)
    ]
    return [
        {"name": "依据", "lines": ground},
        {"name": "理由", "lines": letter.reason.splitlines()},
        {"name": "条件", "lines": conditions},
        {"name": "救济途径", "lines": _remedy(letter)},
    ]


def _when(condition: Condition) -> str:
    if condition.due_on is not None:
        return f"{_day(condition.due_on)}前落实"
    return _TRIGGERS.get(condition.trigger, condition.trigger)


def _remedy(letter: Letter) -> list[str]:
    if not letter.may_seek:
        return []
    if letter.seek_until is None:
        return ["不服本决定的，可以通过快车道申请复核一次，由另一名工作人员办理。"]
    return [
        f"不服本决定的，可以自送达之日起、最迟于{_day(letter.seek_until)}通过快车道申请复核一次，"
        "由另一名工作人员办理。"
    ]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
