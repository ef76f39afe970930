"""Decision letters without a database: codes, days that bind, the PDF read back."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pypdf
from hypothesis import given
from hypothesis import strategies as st

from contracts.process import Limit, ReconsiderationPlan
from policy.loader import load_pack
from services.approval.domain import case_end
from services.approval.domain.case import Case
from services.approval.domain.decision import Condition, Trigger, Verdict
from services.approval.domain.letter import (
    ALPHABET,
    Letter,
    letter_of,
    new_code,
    read_code,
    shown_code,
    state_of,
)
from services.approval.domain.reconsideration import seek_until
from services.approval.domain.revocation import Revocation, Standing
from services.approval.printing import print_letter
from tests.unit.approval.cases import AN, MONDAY, NO, YES, accepted, held

URL = "https://lane.example"
WEEK = Limit(figure=5, unit="working_day")
REVIEW = ReconsiderationPlan(request=WEEK, decision=WEEK)


def _served(verdict: Verdict = YES, day: int = 4) -> Case:
    case = held(accepted(four_eyes=False, reconsideration=REVIEW))
    decided = case.decide(AN, verdict, MONDAY)[0]
    served = case_end.serve(
        decided, "post", date(2026, 3, day), "", AN, MONDAY + timedelta(days=18)
    )[0]
    return case_end.with_letter(served, new_code())


def _letter(verdict: Verdict = YES, **changes: str) -> Letter:
    return replace(letter_of(_served(verdict), Standing()), **changes)


def _text(letter: Letter) -> str:
    pdf = print_letter(letter, load_pack("guangzhou").pack, URL)
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(each.extract_text() for each in pages).split())


@given(st.integers(0, 14), st.sampled_from(ALPHABET))
def test_a_code_is_read_in_any_writing_and_never_with_a_wrong_character(
    at: int, other: str
) -> None:
    code = new_code()
    assert read_code(f" {shown_code(code).lower()} ") == code
    assert read_code(code.replace("1", "l").replace("0", "O")) == code
    mistyped = code[:at] + other + code[at + 1 :]
    assert read_code(mistyped) == (code if mistyped == code else None)


def test_what_is_no_code_is_none() -> None:
    assert [read_code(each) for each in ("", "U" * 16, "1", "1" * 17, "核验码")] == [None] * 5


def test_the_right_to_reconsideration_is_printed_as_it_is_granted_from_service() -> None:
    case = _served(NO)
    letter = letter_of(case, Standing())
    until = seek_until(case, Standing())
    assert until is not None
    assert (letter.served_on, letter.seek_until) == (date(2026, 3, 4), until.due_on)
    assert letter.seek_until == date(2026, 3, 11)
    later = letter_of(_served(NO, day=5), Standing())
    assert later.seek_until == date(2026, 3, 12)
    approved = letter_of(_served(YES), Standing())
    assert (approved.may_seek, approved.seek_until) == (False, None)


def test_the_pdf_says_it_all_in_chinese() -> None:
    letter = _letter(NO)
    text = _text(letter)
    for each in ("不予", "2026年3月2日", "2026年3月4日", "2026年3月11日", "邮寄送达", "复核"):
        assert each in text, each
    assert shown_code(letter.code) in text
    assert f"{URL}/verify" in text


def test_conditions_are_numbered_with_their_time() -> None:
    dated = Condition("安装监测", Trigger.BY_DATE, date(2026, 5, 1))
    standing = Condition("每年报告", Trigger.STANDING)
    letter = replace(_letter(), outcome="approved_with_conditions", conditions=(dated, standing))
    text = _text(letter)
    assert "1.安装监测（2026年5月1日前落实）" in text
    assert "2.每年报告（持续遵守）" in text


def test_what_people_wrote_is_text_and_never_markup() -> None:
    text = _text(_letter(reason='#panic("x") *粗* $x$ // 注', title="#read(1)"))
    assert '#panic("x")*粗*$x$//注' in text
    assert "#read(1)" in text


def test_the_same_letter_is_the_same_file_and_needs_no_pack() -> None:
    letter = _letter()
    assert print_letter(letter, None, URL) == print_letter(letter, None, URL)


def test_a_letter_holds_until_it_is_replaced_or_revoked() -> None:
    case = _served()
    first = Standing()
    assert state_of(1, first) == "valid"
    assert state_of(1, first.replaced()) == "replaced"
    revoked, _ = first.revoke(case, Revocation("law", "r", AN, MONDAY))
    assert state_of(1, revoked) == "revoked"
    assert state_of(1, revoked.replaced()) == "replaced"
