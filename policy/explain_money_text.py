"""The money of an explanation as text: each programme with its working, in every reading."""

from collections.abc import Iterable

from policy.explain_speech import Speech, money
from policy.explanation import Explanation
from policy.model import Referral, Voucher
from policy.quote import ProgrammeQuote, ReadingQuote, StackingQuote


def money_lines(explanation: Explanation, speech: Speech) -> Iterable[str]:
    """One programme after the other, what they come to together, and the help of others."""
    for quote in explanation.quotes:
        programme = quote.programme
        name = speech.name(programme.name)
        yield speech.say("funding", name=name, clause=programme.clause)
        for line in _programme(quote, speech):
            yield f"  {line}"
    for stacked in explanation.stacking:
        yield _stacking(stacked, speech)
    for advice in explanation.advice:
        yield speech.say(
            "advice",
            name=speech.name(advice.name),
            clause=advice.clause,
            authority=speech.name(advice.authority),
        )


def _programme(quote: ProgrammeQuote, speech: Speech) -> Iterable[str]:
    programme = quote.programme
    if quote.standing == "closed":
        yield speech.words["not_eligible"]
        return
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
        yield speech.say("no_amount", **figures) + _reasons(programme, speech)
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
        yield speech.say("working", **told) + _reasons(programme, speech)
        return
    opening = "" if found.reading is None else speech.say("reading", name=_named(found, speech))
    yield opening + _working(found, speech) + _set_by_authority(found, speech)
    if found.by_year:
        years = speech.words["separator"].join(money(year) for year in found.by_year)
        yield "  " + speech.say("by_year", years=years)
    conversion = getattr(programme, "conversion", None)
    if found.to_equity is not None and conversion is not None:
        when = speech.name(conversion.when_reached)
        yield "  " + speech.say("to_equity", amount=money(found.to_equity), when=when)


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


def _set_by_authority(found: ReadingQuote, speech: Speech) -> str:
    figures = (found.rate.percent, found.rate.cap, found.rate.amount)
    reasons = [
        speech.name(figure.reason)
        for figure in figures
        if figure is not None and figure.reason is not None
    ]
    reason = "; ".join(dict.fromkeys(reasons))
    return speech.say("funding_indicative", reason=reason) if reasons else ""


def _reasons(voucher: Voucher, speech: Speech) -> str:
    figures = (voucher.share_percent, voucher.cap_per_application)
    reasons = [speech.name(each.reason) for each in figures if each.reason is not None]
    return speech.say("funding_indicative", reason="; ".join(reasons)) if reasons else ""


def _stacking(found: StackingQuote, speech: Speech) -> str:
    name = speech.name(found.stacking.name)
    if found.together is None:
        return speech.say("stacking_unknown", name=name, facts=speech.facts(found.missing))
    amounts = {"separately": money(found.separately), "together": money(found.together)}
    return speech.say("stacking", name=name, **amounts)
