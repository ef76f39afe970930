"""Samples of the desk: colleagues, absences, interests. Part of ``samples``."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from services.approval import schemas as approval
from tests.support.person import OWN_USCC

NOW = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
MESSAGE = UUID("01900000-0000-7000-8000-000000000007")


class Desk:
    """What stands beside the tasks. ``text`` is what people wrote everywhere."""

    text: str

    def colleagues(self) -> approval.Colleagues:
        """The reader and a colleague who is away."""
        return approval.Colleagues(
            items=[
                approval.Colleague(
                    person=person,
                    name=self.text,
                    is_lead=False,
                    is_me=person == "officer",
                    in_hand=2,
                    away_until=date(2026, 3, 20) if person == "colleague" else None,
                )
                for person in ("officer", "colleague")
            ]
        )

    def signers(self) -> list[approval.SignerView]:
        """One who waits, one who objects, one who agreed through a stand-in."""
        return [
            approval.SignerView(
                person=f"signer-{agrees}",
                name=self.text,
                asked_by_name=self.text,
                asked_at=NOW - timedelta(days=1),
                note=self.text,
                agrees=agrees,
                opinion=None if agrees is None else self.text,
                signed_at=None if agrees is None else NOW,
                signed_by_name=None if agrees is None else "stand-in",
            )
            for agrees in (None, False, True)
        ]

    def points(self) -> list[approval.PointView]:
        """A material of the pack's, and a point in words."""
        return [
            approval.PointView(point="project_description", zh=None, en=None),
            approval.PointView(point="site_seen", zh="已现场踏勘", en="The site was seen"),
        ]

    def checks(self) -> list[approval.CheckView]:
        """One point met, one not."""
        return [
            approval.CheckView(
                point=point, is_met=is_met, note=self.text, by_name=self.text, checked_at=NOW
            )
            for point, is_met in (
                ("project_description", True),
                ("site_seen", False),
            )
        ]

    def precedents(self) -> approval.Precedents:
        """An earlier refusal of the same industry."""
        return approval.Precedents(
            items=[
                approval.PrecedentView(
                    task_id=MESSAGE,
                    title=self.text,
                    industry="biomedicine_health",
                    route="simplified",
                    opened_at=NOW - timedelta(days=90),
                    alike=["industry", "route"],
                    decision=approval.DecisionView(
                        outcome="refused",
                        ground="sensitive_area",
                        reason=self.text,
                        hold_until=None,
                        decided_at=NOW - timedelta(days=80),
                        decided_by_name=self.text,
                        decided_for_name=None,
                        within_committed=True,
                        within_statutory=True,
                        conditions=[],
                    ),
                )
            ]
        )

    def spent(self) -> list[approval.StretchView]:
        """A day in the queue, then with the officer, then with the sponsor."""
        return [
            approval.StretchView(
                party=party,
                who=self.text if party == "department" else None,
                from_at=NOW - timedelta(days=days),
                until_at=NOW - timedelta(days=days - 1),
            )
            for party, days in (("queue", 3), ("department", 2), ("sponsor", 1))
        ]

    def absence(self) -> approval.AbsenceView:
        """A colleague's absence with two stand-ins."""
        return approval.AbsenceView(
            id=MESSAGE,
            person="colleague",
            person_name=self.text,
            from_on=date(2026, 3, 10),
            until_on=date(2026, 3, 20),
            reason=self.text,
            made_by_name=self.text,
            stand_ins=[
                approval.StandInView(item=item, person="officer", person_name=self.text)
                for item in (None, "environment")
            ],
        )

    def conflict(self) -> approval.ConflictView:
        """A colleague's interest in the sponsor."""
        return approval.ConflictView(
            id=MESSAGE,
            person="colleague",
            person_name=self.text,
            department="ecology",
            organisation_id=OWN_USCC,
            task_id=None,
            reason=self.text,
            declared_at=NOW - timedelta(days=2),
            ended_at=None,
        )

    def team(self) -> approval.Team:
        """Two people, one of them away."""
        return approval.Team(
            items=[
                approval.TeamMember(
                    person=person,
                    name=self.text,
                    is_lead=person == "lead",
                    in_hand=3,
                    on_hold=1,
                    overdue=1,
                    due_soon=1,
                    decided=7,
                    away_until=date(2026, 3, 20) if person == "lead" else None,
                )
                for person in ("officer", "lead")
            ],
            unclaimed=2,
            unclaimed_overdue=1,
            oldest_unclaimed_at=NOW - timedelta(days=4),
        )

    def views(self) -> approval.SavedViews:
        """A kept filter."""
        kept = {"kind": "case", "item": "environment", "mine": True, "text": "x"}
        return approval.SavedViews(
            items=[approval.SavedView(id=MESSAGE, name=self.text, filter=kept)]
        )
