"""An explanation as text for a terminal, in Chinese or English."""

from collections.abc import Iterable
from datetime import date

from policy.explain_words import EN, ZH
from policy.explanation import (
    GATE,
    Explanation,
    FundingExplained,
    ItemExplained,
    LimitExplained,
    StageExplained,
)
from policy.model import Name, Voucher


def explanation_text(explanation: Explanation, language: str) -> str:
    """Plain text, one fact a line, in `zh` or `en`."""
    return "\n".join(_Writer(language).lines(explanation))


class _Writer:
    def __init__(self, language: str) -> None:
        self.language = language
        self.words = ZH if language == "zh" else EN

    def lines(self, explanation: Explanation) -> Iterable[str]:
        yield self._say(
            "title",
            name=self._name(explanation.name),
            version=explanation.version,
            industry=self._name(explanation.industry),
        )
        for source in explanation.sources:
            yield self._say(
                "source",
                title=self._name(source.title),
                issued_on=source.issued_on,
                status=self.words[source.status],
            )
        yield self._say("start", start=explanation.start_on)
        if explanation.earlier_evidence:
            yield self._say("earlier", names=self._names(explanation.earlier_evidence))
        for number, stage in enumerate(explanation.stages, start=1):
            yield ""
            yield from self._stage(number, stage)
        yield ""
        yield self._total(explanation)
        for funding in explanation.funding:
            yield from self._funding(funding)

    def _stage(self, number: int, explained: StageExplained) -> Iterable[str]:
        stage = explained.stage
        yield self._say(
            "stage",
            number=number,
            name=self._name(stage.name),
            clause=stage.clause or "-",
            by=self.words[f"by_{stage.carried_out_by}"],
        )
        yield "  " + self._say("evidence", names=self._names(explained.evidence))
        for item in explained.items:
            yield from self._item(item)
        yield "  " + self._say("gate", limit=self._limit(explained.gate_committed))
        if explained.items:
            names = {each.item.id: each.item.name for each in explained.items}
            path = [
                self.words["gate_name"] if step == GATE else self._name(names[step])
                for step in explained.critical_path
            ]
            yield "  " + self._say("path", names=" → ".join(path))

    def _item(self, explained: ItemExplained) -> Iterable[str]:
        yield "  " + self._say(
            "item",
            critical="* " if explained.is_critical else "- ",
            name=self._name(explained.item.name),
            department=self._name(explained.department),
            committed=self._limit(explained.committed),
            statutory=self._limit(explained.statutory),
        )
        yield "      " + self._say("materials", names=self._names(explained.materials))
        if explained.after:
            yield "      " + self._say("after", names=self._names(explained.after))

    def _limit(self, explained: LimitExplained) -> str:
        marks = self.words["indicative"] if explained.rule.basis == "set_by_authority" else ""
        marks += self.words["provisional"] if explained.due.is_provisional else ""
        due_on: date = explained.due.due_on
        unit = self.words[explained.rule.unit]
        return self._say("limit", figure=explained.rule.figure, unit=unit, due=due_on, marks=marks)

    def _total(self, explanation: Explanation) -> str:
        return self._say(
            "total",
            committed=explanation.committed_working_days,
            committed_on=explanation.committed_on,
            statutory=explanation.statutory_working_days,
            statutory_on=explanation.statutory_on,
        )

    def _funding(self, funding: FundingExplained) -> Iterable[str]:
        programme = funding.programme
        yield self._say("funding", name=self._name(programme.name), clause=programme.clause)
        if not funding.is_eligible:
            yield "  " + self.words["not_eligible"]
            return
        mark = self._indicative(programme)
        figures = {
            "share": f"{programme.share_percent.value:f}",
            "cap": f"{programme.cap_per_application.value:,.2f}",
        }
        if funding.amount is None or funding.share is None or funding.contract_amount is None:
            yield "  " + self._say("no_amount", **figures) + mark
            return
        before, amount = f"{funding.share:,.2f}", f"{funding.amount:,.2f}"
        contract = f"{funding.contract_amount:,.2f}"
        told = {**figures, "contract": contract, "before": before, "amount": amount}
        yield "  " + self._say("working", **told) + mark

    def _indicative(self, programme: Voucher) -> str:
        reasons = [
            self._name(figure.reason)
            for figure in (programme.share_percent, programme.cap_per_application)
            if figure.reason is not None
        ]
        return self._say("funding_indicative", reason="; ".join(reasons)) if reasons else ""

    def _say(self, key: str, **facts: object) -> str:
        return self.words[key].format(**facts)

    def _name(self, name: Name) -> str:
        return name.text(self.language)

    def _names(self, names: Iterable[Name]) -> str:
        return self.words["separator"].join(self._name(name) for name in names)
