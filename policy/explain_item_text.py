"""One approval of an explanation as text: limits, route, materials, and all that goes with it."""

from collections.abc import Iterable

from policy.explain_speech import Speech
from policy.explanation import ItemExplained
from policy.item_limit import ItemTerms
from policy.model import Item, Permission
from policy.model.risk import ROUTES


def item_lines(explained: ItemExplained, speech: Speech) -> Iterable[str]:
    """The item in a line, and its details below it."""
    yield "  " + speech.say(
        "item",
        critical="* " if explained.is_critical else "- ",
        name=speech.name(explained.item.name),
        department=speech.name(explained.department),
        committed=speech.limit(explained.committed),
        statutory=speech.limit(explained.statutory),
    )
    for line in _details(explained, speech):
        yield f"      {line}"


def _details(explained: ItemExplained, speech: Speech) -> Iterable[str]:
    item = explained.item
    if item.basis == "set_by_authority" and item.reason is not None:
        yield speech.say("unnamed", reason=speech.name(item.reason))
    if explained.is_needed_if:
        yield speech.say("needed_if", facts=speech.facts(explained.is_needed_if))
    if explained.route.rule is not None or explained.route.closed_by:
        yield speech.sentences(_route(explained, speech))
    if explained.route.missing:
        yield speech.say("missing", facts=speech.facts(explained.route.missing))
    if explained.terms is not None:
        yield from _terms(explained.terms, speech)
    if explained.materials:
        yield speech.say("materials", names=speech.names(explained.materials))
    if explained.commitment is not None:
        yield speech.say("signed", name=speech.name(explained.commitment))
    if explained.inspection is not None:
        yield speech.say("inspection", limit=speech.limit(explained.inspection))
    if explained.rectify is not None:
        yield speech.say("rectify", length=speech.length(explained.rectify))
    if item.deemed_approval is not None:
        yield speech.words["silence"]
    if explained.after:
        yield speech.say("after", names=speech.names(explained.after))
    yield from _procedure(item, speech)
    if explained.permission is not None:
        yield speech.sentences(_permission(explained.permission, speech))


def _route(explained: ItemExplained, speech: Speech) -> Iterable[str]:
    route = explained.route
    yield speech.say("route", route=speech.words[route.name])
    if route.grade is not None and route.rule is not None:
        grade, rule = speech.name(route.grade.name), speech.name(route.rule.name)
        yield speech.say("route_rule", grade=grade, rule=rule)
        is_stricter = ROUTES.index(route.name) > ROUTES.index(route.grade.route)
        if is_stricter and not route.closed_by:
            yield speech.words["no_lighter_route"]
    yield from (speech.words[why] for why in route.closed_by)


def _terms(terms: ItemTerms, speech: Speech) -> Iterable[str]:
    if terms.missing:
        yield speech.say("limits_missing", facts=speech.facts(terms.missing))
    elif terms.case is not None:
        yield speech.say("case", case=speech.name(terms.case.name))
    if terms.priority is not None:
        yield speech.say("priority", name=speech.name(terms.priority.name))


def _procedure(item: Item, speech: Speech) -> Iterable[str]:
    for key, is_required in (("procedures_required", True), ("procedures", False)):
        named = [
            speech.say(
                "procedure_runs" if each.stop_ground is None else "procedure_stops",
                name=speech.name(each.name),
                length=speech.length(each.limit),
            )
            for each in item.procedures
            if each.required == is_required
        ]
        if named:
            yield speech.say(key, names=speech.listed(named))
    if item.extension is not None:
        yield speech.say(
            "extension",
            rank=speech.words[item.extension.approver],
            length=speech.length(item.extension.at_most),
            times=item.extension.times,
        )


def _permission(found: Permission, speech: Speech) -> Iterable[str]:
    length = speech.length(found.valid_for)
    if found.prolonged_by is None:
        yield speech.say("permission", length=length)
    else:
        more, times = speech.length(found.prolonged_by), found.prolongations
        yield speech.say("permission_prolonged", length=length, more=more, times=times)
    if found.temporary:
        yield speech.words["temporary"]
