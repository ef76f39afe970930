"""An explanation as text for a terminal, in Chinese or English."""

from collections.abc import Iterable

from policy.explain_money_text import money_lines
from policy.explain_speech import Speech
from policy.explanation import GATE, Explanation, ItemExplained, StageExplained


def explanation_text(explanation: Explanation, language: str) -> str:
    """Plain text, one fact a line, in `zh` or `en`."""
    return "\n".join(_lines(explanation, Speech(explanation, language)))


def _lines(explanation: Explanation, speech: Speech) -> Iterable[str]:
    yield speech.say(
        "title",
        name=speech.name(explanation.name),
        version=explanation.version,
        industry=speech.name(explanation.industry),
        subject=speech.words[f"subject_{explanation.subject}"],
    )
    for source in explanation.sources:
        yield speech.say(
            "source",
            title=speech.name(source.title),
            issued_on=source.issued_on,
            status=speech.words[source.status],
        )
    yield speech.say("start", start=explanation.start_on)
    if explanation.earlier_evidence:
        yield speech.say("earlier", names=speech.names(explanation.earlier_evidence))
    for number, stage in enumerate(explanation.stages, start=1):
        yield ""
        yield from _stage(number, stage, speech)
    yield ""
    yield speech.say(
        "total",
        committed=explanation.committed_working_days,
        committed_on=explanation.committed_on,
        statutory=explanation.statutory_working_days,
        statutory_on=explanation.statutory_on,
    )
    yield from money_lines(explanation, speech)


def _stage(number: int, explained: StageExplained, speech: Speech) -> Iterable[str]:
    stage = explained.stage
    yield speech.say(
        "stage",
        number=number,
        name=speech.name(stage.name),
        clause=stage.clause or "-",
        by=speech.words[f"by_{stage.carried_out_by}"],
    )
    if explained.evidence:
        yield "  " + speech.say("evidence", names=speech.names(explained.evidence))
    for item in explained.items:
        yield from _item(item, speech)
    if explained.not_needed:
        yield "  " + speech.say("not_needed", names=speech.names(explained.not_needed))
    yield "  " + speech.say("gate", limit=speech.limit(explained.gate_committed))
    if explained.items:
        names = {each.item.id: each.item.name for each in explained.items}
        path = [
            speech.words["gate_name"] if step == GATE else speech.name(names[step])
            for step in explained.critical_path
        ]
        days = speech.say("path_days", days=explained.working_days)
        yield "  " + speech.say("path", names=" → ".join(path)) + days


def _item(explained: ItemExplained, speech: Speech) -> Iterable[str]:
    yield "  " + speech.say(
        "item",
        critical="* " if explained.is_critical else "- ",
        name=speech.name(explained.item.name),
        department=speech.name(explained.department),
        committed=speech.limit(explained.committed),
        statutory=speech.limit(explained.statutory),
    )
    for line in _item_details(explained, speech):
        yield f"      {line}"


def _item_details(explained: ItemExplained, speech: Speech) -> Iterable[str]:
    if explained.is_needed_if:
        yield speech.say("needed_if", facts=speech.facts(explained.is_needed_if))
    if explained.route.rule is not None or explained.route.closed_by:
        yield _route(explained, speech)
    if explained.route.missing:
        yield speech.say("missing", facts=speech.facts(explained.route.missing))
    if explained.materials:
        yield speech.say("materials", names=speech.names(explained.materials))
    if explained.inspection is not None:
        yield speech.say("inspection", limit=speech.limit(explained.inspection))
    if explained.item.deemed_approval is not None:
        yield speech.words["silence"]
    if explained.after:
        yield speech.say("after", names=speech.names(explained.after))


def _route(explained: ItemExplained, speech: Speech) -> str:
    route = explained.route
    text = speech.say("route", route=speech.words[route.name])
    if route.grade is not None and route.rule is not None:
        grade, rule = speech.name(route.grade.name), speech.name(route.rule.name)
        text += speech.say("route_rule", grade=grade, rule=rule)
    return text + "".join(speech.words[why] for why in route.closed_by)
