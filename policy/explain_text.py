"""An explanation as text for a terminal, in Chinese or English."""

from collections.abc import Iterable
from datetime import date

from policy.explain import (
    GATE,
    Explanation,
    FundingExplained,
    ItemExplained,
    LimitExplained,
    StageExplained,
)
from policy.model import Name

_ZH = {
    "title": "{name}政策包 {version}:{industry}项目需要办什么、要多久",
    "source": "依据:{title}({issued_on},{status})",
    "start": "假定 {start} 提交,材料齐全,没有停止计时;不含项目自身试验和生产的时间。",
    "earlier": "从后续阶段进入,须另行出示:{names}",
    "stage": "阶段 {number} {name}(第{clause}条){by}",
    "by_sponsor": "由项目单位承担",
    "by_platform": "由中试平台承担",
    "evidence": "证明材料:{names}",
    "item": "{critical}{name}|{department}|承诺 {committed}|法定 {statutory}",
    "materials": "材料:{names}",
    "after": "须先完成:{names}",
    "gate": "阶段门:{limit}",
    "path": "关键路径:{names}",
    "gate_name": "阶段门",
    "limit": "{figure} {unit},至 {due}{marks}",
    "working_day": "个工作日",
    "calendar_day": "个自然日",
    "indicative": "(主管部门设定)",
    "provisional": "(日历尚未公布,暂定)",
    "total": "合计(行政环节):按承诺 {committed} 个工作日,至 {committed_on};"
    "按法定 {statutory} 个工作日,至 {statutory_on}。",
    "funding": "资金:{name}(第{clause}条)",
    "not_eligible": "该类单位不在发放范围。",
    "no_amount": "合同金额的 {share}%,每笔不超过 {cap} 元。",
    "working": "{contract} × {share}% = {before} 元,上限 {cap} 元,预计 {amount} 元。",
    "funding_indicative": "(比例或上限由主管部门设定,仅供参考:{reason})",
    "separator": "、",
    "in_force": "有效",
    "draft": "征求意见稿",
    "interpretation": "政策解读",
    "superseded": "已被替代",
}
_EN = {
    "title": "Pack {name} {version}: what a project in {industry} needs, and how long it takes",
    "source": "Source: {title} ({issued_on}, {status})",
    "start": "If submitted on {start}, complete, with no stop of the clock; the project's own trials "
    "and production take their own time and are not counted.",
    "earlier": "Beginning at a later stage, show also: {names}",
    "stage": "Stage {number} {name} (clause {clause}), {by}",
    "by_sponsor": "carried out by the sponsor",
    "by_platform": "carried out by a pilot platform",
    "evidence": "Evidence: {names}",
    "item": "{critical}{name} | {department} | committed {committed} | statutory {statutory}",
    "materials": "materials: {names}",
    "after": "only after: {names}",
    "gate": "Gate: {limit}",
    "path": "Critical path: {names}",
    "gate_name": "gate",
    "limit": "{figure} {unit}, by {due}{marks}",
    "working_day": "working day(s)",
    "calendar_day": "calendar day(s)",
    "indicative": " (set by the authority)",
    "provisional": " (calendar not yet published, provisional)",
    "total": "In all (administration only): as committed {committed} working days, by {committed_on}; "
    "by law {statutory} working days, by {statutory_on}.",
    "funding": "Funding: {name} (clause {clause})",
    "not_eligible": "Not open to this kind of sponsor.",
    "no_amount": "{share}% of the contract, at most CNY {cap} an application.",
    "working": "{contract} × {share}% = CNY {before}, cap CNY {cap}, estimate CNY {amount}.",
    "funding_indicative": " (rate or cap set by the authority, indicative: {reason})",
    "separator": ", ",
    "in_force": "in force",
    "draft": "draft",
    "interpretation": "interpretation",
    "superseded": "superseded",
}


def explanation_text(explanation: Explanation, language: str, contract: object = None) -> str:
    """Plain text, one fact a line. `contract` is the amount to show in the working, if any."""
    return "\n".join(_Writer(language).lines(explanation, contract))


class _Writer:
    def __init__(self, language: str) -> None:
        self.language = language
        self.words = _ZH if language == "zh" else _EN

    def lines(self, explanation: Explanation, contract: object) -> Iterable[str]:
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
            yield from self._funding(funding, contract)

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

    def _funding(self, funding: FundingExplained, contract: object) -> Iterable[str]:
        programme = funding.programme
        yield self._say("funding", name=self._name(programme.name), clause=programme.clause)
        if not funding.is_eligible:
            yield "  " + self.words["not_eligible"]
            return
        reason = programme.share_percent.reason
        mark = (
            self._say("funding_indicative", reason=self._name(reason))
            if funding.is_indicative and reason is not None
            else ""
        )
        figures = {
            "share": f"{programme.share_percent.value:f}",
            "cap": f"{programme.cap_per_application.value:,.2f}",
        }
        if funding.amount is None or funding.share is None:
            yield "  " + self._say("no_amount", **figures) + mark
            return
        before, amount = f"{funding.share:,.2f}", f"{funding.amount:,.2f}"
        told = {**figures, "contract": contract, "before": before, "amount": amount}
        yield "  " + self._say("working", **told) + mark

    def _say(self, key: str, **facts: object) -> str:
        return self.words[key].format(**facts)

    def _name(self, name: Name) -> str:
        return name.text(self.language)

    def _names(self, names: Iterable[Name]) -> str:
        return self.words["separator"].join(self._name(name) for name in names)
