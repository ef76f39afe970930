"""An explanation as text for a terminal, in Chinese or English. Items: explain_item_text.py."""

from collections.abc import Iterable

from policy.explain_item_text import item_lines
from policy.explain_money_text import money_lines
from policy.explain_speech import Speech
from policy.explanation import GATE, Explanation, StageExplained, SupervisionExplained
from policy.model import Source

_SHARED = (
    *("request_window", "answer", "deemed_acceptance", "delivery"),
    *("reconsideration", "reconsideration_request"),
)


def explanation_text(explanation: Explanation, language: str) -> str:
    """Plain text, one fact a line, in `zh` or `en`."""
    return "\n".join(_lines(explanation, Speech(explanation, language)))


def _lines(explanation: Explanation, speech: Speech) -> Iterable[str]:
    yield speech.say(
        "title" if explanation.quotes else "title_no_money",
        name=speech.name(explanation.name),
        version=explanation.version,
        industry=speech.name(explanation.industry),
        subject=speech.words[f"subject_{explanation.subject}"],
    )
    for source in explanation.sources:
        yield from _source(source, explanation, speech)
    yield speech.say("start", start=explanation.start_on)
    yield speech.words["legend"]
    if explanation.is_provisional:
        yield speech.words["legend_provisional"]
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
    yield from _shared(explanation, speech)
    yield from money_lines(explanation, speech)
    # Last, since a reason has its number from the first figure that it stands behind.
    reasons = list(speech.set_because())
    if reasons:
        yield ""
        yield speech.words["set_because"]
        yield from (f"  {reason}" for reason in reasons)


def _source(source: Source, explanation: Explanation, speech: Speech) -> Iterable[str]:
    yield speech.say(
        "source",
        title=speech.name(source.title),
        issued_on=source.issued_on,
        status=speech.words[source.status],
        term=_term(source, speech),
    )
    if source.has_expired(explanation.start_on):
        yield speech.say("expired", expires_on=source.expires_on)
    if source.is_yet_to_come(explanation.start_on):
        yield speech.say("yet_to_come", in_force_from=source.in_force_from)
    if source.superseded_by is not None:
        yield speech.say("superseded_by", by=source.superseded_by)
    elif source.status in ("draft", "interpretation"):
        yield speech.words[f"status_{source.status}"]


def _term(source: Source, speech: Speech) -> str:
    """From when to when it is in force, as far as the pack says."""
    told = {"in_force_from": source.in_force_from, "expires_on": source.expires_on}
    return "".join(speech.say(key, **told) for key, day in told.items() if day is not None)


def _stage(number: int, explained: StageExplained, speech: Speech) -> Iterable[str]:
    stage = explained.stage
    told = {
        "number": number,
        "name": speech.name(stage.name),
        "by": speech.words[f"by_{stage.carried_out_by}"],
    }
    if stage.clause is None:
        yield speech.say("stage_plain", **told)
    else:
        yield speech.say("stage", clause=speech.clause(stage.clause), **told)
    if explained.evidence:
        yield "  " + speech.say("evidence", names=speech.names(explained.evidence))
    for item in explained.items:
        yield from item_lines(item, speech)
    if explained.not_needed:
        yield "  " + speech.say("not_needed", names=speech.names(explained.not_needed))
    for each in explained.supervision:
        yield "  " + _supervision(each, speech)
    yield "  " + speech.say("gate", limit=speech.limit(explained.gate_committed))
    if explained.items:
        names = {each.item.id: each.item.name for each in explained.items}
        path = [
            speech.words["gate_name"] if step == GATE else speech.name(names[step])
            for step in explained.critical_path
        ]
        yield "  " + speech.say("path", names=" → ".join(path), days=explained.working_days)


def _supervision(explained: SupervisionExplained, speech: Speech) -> str:
    found = explained.supervision
    every = ""
    if found.every is not None:
        every = speech.say("supervision_every", length=speech.length(found.every))
    text = speech.say(
        "supervision",
        name=speech.name(found.name),
        department=speech.name(explained.department),
        first=speech.length(found.first_within),
        every=every,
    )
    return speech.sentences([text, speech.words["blocks_gate"]] if found.blocks_gate else [text])


def _shared(explanation: Explanation, speech: Speech) -> Iterable[str]:
    """The limits that all approvals share; nothing where the project needs none."""
    if not any(stage.items for stage in explanation.stages):
        return
    limits = {key: getattr(explanation.procedure, key) for key in _SHARED}
    told = [
        speech.say(key, limit=speech.length(rule))
        for key, rule in limits.items()
        if rule is not None
    ]
    if told:
        yield ""
        yield speech.words["rules"]
        yield from (f"  {line}" for line in told)
