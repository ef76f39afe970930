"""The money of an explanation as text: each programme with its working, in every reading."""

from collections.abc import Iterable

from policy.explain_speech import Speech, money
from policy.explanation import Explanation
from policy.model import Figure, Referral, Voucher
from policy.quote import ProgrammeQuote, ReadingQuote, StackingQuote


def money_lines(explanation: Explanation, speech: Speech) -> Iterable[str]:
    """What is open or may be, what they come to together, what is closed and why, other help."""
    if not explanation.quotes:
        yield ""
        yield speech.words["no_money"]
    for quote in explanation.quotes:
        if quote.standing != "closed":
            programme = quote.programme
            yield ""
            name, clause = speech.name(programme.name), speech.clause(programme.clause)
            yield speech.say("funding", name=name, clause=clause)
            yield from (f"  {line}" for line in _programme(quote, speech))
    if explanation.stacking:
        yield ""
        yield from (_stacking(stacked, speech) for stacked in explanation.stacking)
    yield from _section("closed_programmes", _closed(explanation.quotes, speech), speech)
    yield from _section("advice_title", _advice(explanation, speech), speech)
    for each in explanation.evaluations:
        yield ""
        yield speech.say(
            "evaluation",
            name=speech.name(each.evaluation.name),
            authority=speech.name(each.authority),
            length=speech.length(each.evaluation.every),
            clause=speech.clause(each.evaluation.clause) if each.evaluation.clause else "-",
        )


def _section(title: str, lines: Iterable[str], speech: Speech) -> Iterable[str]:
    told = list(lines)
    if told:
        yield ""
        yield speech.words[title]
        yield from (f"  {line}" for line in told)


def _closed(quotes: Iterable[ProgrammeQuote], speech: Speech) -> Iterable[str]:
    """One line for each reason: a sponsor reads once what is not for this project."""
    closed: dict[tuple[str, str], list[str]] = {}
    for quote in quotes:
        if quote.closed_because is not None:
            programme = quote.programme
            subjects = speech.listed(speech.subject(each) for each in programme.subjects)
            told = subjects if quote.closed_because == "subject" else ""
            names = closed.setdefault((quote.closed_because, told), [])
            names.append(speech.name(programme.name))
    for (because, subjects), names in closed.items():
        yield speech.say(f"closed_{because}", names=speech.listed(names), subjects=subjects)


def _advice(explanation: Explanation, speech: Speech) -> Iterable[str]:
    for advice in explanation.advice:
        yield speech.say(
            "advice",
            name=speech.name(advice.name),
            clause=speech.clause(advice.clause),
            authority=speech.name(advice.authority),
        )


def _programme(quote: ProgrammeQuote, speech: Speech) -> Iterable[str]:
    programme = quote.programme
    if quote.standing == "unknown":
        yield speech.say("unknown", facts=speech.facts(quote.missing))
    if isinstance(programme, Referral):
        yield speech.say("referral", names=speech.names(programme.refers_to))
        return
    if isinstance(programme, Voucher) and not quote.readings:
        figures = {
            "share": f"{programme.share_percent.value:f}",
            "cap": money(programme.cap_per_application.value),
        }
        yield speech.say("no_amount", **figures)
        yield from _reasons((programme.share_percent, programme.cap_per_application), speech)
        return
    if quote.standing == "open" and quote.missing:
        yield speech.say("amount_unknown", facts=speech.facts(quote.missing))
    if len(quote.readings) > 1:
        yield speech.words["two_readings"]
    for reading in quote.readings:
        yield from _reading(quote, reading, speech)


def _reading(quote: ProgrammeQuote, found: ReadingQuote, speech: Speech) -> Iterable[str]:
    programme = quote.programme
    if isinstance(programme, Voucher) and found.base is not None:
        told = {
            "contract": money(found.base),
            "share": f"{programme.share_percent.value:f}",
            "before": money(found.share),
            "cap": money(programme.cap_per_application.value),
            "amount": money(found.amount),
        }
        yield speech.say("working", **told)
        yield from _reasons((programme.share_percent, programme.cap_per_application), speech)
        return
    opening = "" if found.reading is None else speech.say("reading", name=_named(found, speech))
    yield opening + _working(found, speech)
    yield from _reasons((found.rate.percent, found.rate.cap, found.rate.amount), speech)
    if found.by_year:
        years = speech.listed(money(year) for year in found.by_year)
        yield speech.say("by_year", years=years)
    conversion = getattr(programme, "conversion", None)
    if found.to_equity is not None and conversion is not None:
        when = speech.name(conversion.when_reached)
        yield speech.say("to_equity", amount=money(found.to_equity), when=when)


def _named(found: ReadingQuote, speech: Speech) -> str:
    return "" if found.reading is None else speech.name(found.reading.name)


def _working(found: ReadingQuote, speech: Speech) -> str:
    amount = money(found.amount)
    if found.base is None or found.rate.percent is None:
        return speech.say("fixed", amount=amount)
    percent = f"{found.rate.percent.value:f}"
    shares = {"base": money(found.base), "percent": percent, "share": money(found.share)}
    opening = speech.say("share_of", **shares)
    if found.rate.cap is None:
        return opening + speech.say("no_cap", amount=amount)
    key = "cap_bites" if found.is_capped else "cap_spares"
    return opening + speech.say(key, cap=money(found.rate.cap.value), amount=amount)


def _reasons(figures: Iterable[Figure | None], speech: Speech) -> Iterable[str]:
    """Why figures are as they are, where the policy does not give them."""
    reasons = [speech.name(each.reason) for each in figures if each and each.reason]
    if reasons:
        yield "  " + speech.say("funding_indicative", reason=speech.reasons(reasons))


def _stacking(found: StackingQuote, speech: Speech) -> str:
    name = speech.name(found.stacking.name)
    if found.together is None:
        return speech.say("stacking_unknown", name=name, facts=speech.facts(found.missing))
    amounts = {"separately": money(found.separately), "together": money(found.together)}
    return speech.say("stacking", name=name, **amounts)
