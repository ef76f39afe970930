"""One request of all departments to the sponsor (一次性告知): collected for a while, sent as one.

While the window is open, whatever a department asks of the project's stage is noted here. When it
closes, the lane puts every case's questions to the sponsor at the same instant: one list, one
clock. Later questions are rounds of their own. domain.md section 3; 行政许可法 art. 32 (secondary).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from contracts.events.case_life import NoticeSent, QuestionNoted
from contracts.ids import CaseId, NoticeId, ProjectId
from contracts.process import Limit
from policy.calendar import calendar_with
from policy.clock import OFFICE_CLOSES, day_start, due_date
from services.approval.domain.case import Case
from services.approval.domain.case_fact import about
from services.approval.domain.case_state import check_move
from services.approval.domain.errors.life import NoSuchQuestion, NotYourQuestion
from services.approval.domain.holder import Actor, check_held_by
from services.approval.domain.timing import anchor_of


@dataclass(frozen=True, slots=True)
class Question:
    """What one department asks, numbered from 1 within the notice."""

    number: int
    case_id: CaseId
    item: str
    department: str
    ground: str
    text: str
    by: Actor
    at: datetime
    dropped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """See the module. It is collecting until ``sent_at``, and never afterwards."""

    id: NoticeId
    project_id: ProjectId
    stage: str
    opened_at: datetime
    closes_at: datetime
    questions: tuple[Question, ...] = ()
    sent_at: datetime | None = None

    @classmethod
    def open(cls, id_: NoticeId, case: Case, window: Limit, now: datetime) -> Self:
        """Begin to collect with a case's receipt."""
        closes_at = window_closes_at(window, now, case.card.extra_days_off)
        return cls(id_, case.project_id, case.stage, now, closes_at)

    @property
    def is_collecting(self) -> bool:
        """Whether it has not been sent."""
        return self.sent_at is None

    @property
    def standing(self) -> tuple[Question, ...]:
        """The questions that were not dropped."""
        return tuple(each for each in self.questions if each.dropped_at is None)

    def of(self, case: CaseId) -> tuple[Question, ...]:
        """The questions about one case that were not dropped."""
        return tuple(each for each in self.standing if each.case_id == case)

    def note(
        self, case: Case, actor: Actor, ground: str, text: str, now: datetime
    ) -> tuple[Self, QuestionNoted]:
        """Note a question of the case's holder. Raises what the question itself would."""
        check_move("request_information", case.state)
        check_held_by(case.holder, actor)
        case.check_question(ground)
        question = Question(
            len(self.questions) + 1, case.id, case.name, case.department, ground, text, actor, now
        )
        after = replace(self, questions=(*self.questions, question))
        return after, QuestionNoted(
            **about(case),
            notice_id=self.id,
            sent_at=self.closes_at,
        )

    def drop(self, number: int, case: CaseId, actor: Actor, now: datetime) -> Self:
        """Take a question back before it is sent. Raises NoSuchQuestion or NotYourQuestion."""
        question = next((each for each in self.of(case) if each.number == number), None)
        if question is None or not self.is_collecting:
            raise NoSuchQuestion(number=number)
        if not actor.acts_for(question.by.person):
            raise NotYourQuestion(name=question.by.name)
        return self._without((number,), now)

    def drop_case(self, case: CaseId, now: datetime) -> Self:
        """Drop what was noted on a case that needs no answer any more."""
        return self._without([each.number for each in self.of(case)], now)

    def send(self, asked: Iterable[CaseId], now: datetime) -> tuple[Self, NoticeSent | None]:
        """Close the window; told only if something is asked of the cases in ``asked``."""
        cases = set(asked)
        kept = [each for each in self.standing if each.case_id in cases]
        gone = [each.number for each in self.standing if each.case_id not in cases]
        after = replace(self._without(gone, now), sent_at=now)
        if not kept:
            return after, None
        return after, NoticeSent(
            project_id=self.project_id,
            notice_id=self.id,
            stage=self.stage,
            departments=tuple(sorted({each.department for each in kept})),
            cases=len({each.case_id for each in kept}),
            questions=len(kept),
        )

    def _without(self, numbers: Iterable[int], now: datetime) -> Self:
        gone = set(numbers)
        questions = tuple(
            replace(each, dropped_at=now) if each.number in gone else each
            for each in self.questions
        )
        return replace(self, questions=questions)


def window_closes_at(window: Limit, now: datetime, days_off: Iterable[date]) -> datetime:
    """The close of office of the window's last day: before silence of the same length accepts."""
    days = tuple(days_off)
    due = due_date(window, anchor_of(now, days), calendar=calendar_with(days))
    return day_start(due.due_on, OFFICE_CLOSES)


def joined(questions: Iterable[Question]) -> str:
    """Several questions on one case as one text."""
    texts = [each.text for each in questions]
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))
