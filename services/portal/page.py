"""Draws a page: a template with what every page needs around it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from chassis.identity import new_id
from contracts.lane_time import REAL_DAY_SECONDS
from services.portal.clients.backend import Refused
from services.portal.domain import wording
from services.portal.domain.navigation import entries_for
from services.portal.domain.reading import widened
from services.portal.domain.texts import translations
from services.portal.domain.words import TONE, word
from services.portal.form import Posted
from services.portal.session import Flash
from services.portal.visit import Visit


def render(visit: Visit, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """The page, in the reader's language."""
    found = visit.portal.environment.get_template(template)
    everywhere = _everywhere(visit)
    return HTMLResponse(found.render({**everywhere, **context}), status)


def go(path: str) -> RedirectResponse:
    """On to another page after something was done (303, so that "back" does not send again)."""
    return RedirectResponse(path, 303)


def done(posted: Posted, path: str, text: str) -> RedirectResponse:
    """On to another page, with a sentence about what was done. ``text`` is a source text."""
    gettext = translations(posted.visit.language).gettext
    posted.visit.leave(Flash("good", gettext(text)))
    return go(path)


def refused(posted: Posted, path: str, refusal: Refused) -> RedirectResponse:
    """Back to a page, with the reason why nothing was done; for buttons without fields."""
    posted.visit.leave(Flash("bad", refusal.detail))
    return go(path)


def banner_of(refusal: Refused) -> dict[str, Any]:
    """What a form shows again after a refusal: the sentence, and the fields concerned."""
    return {"problem": refusal, "errors": refusal.errors}


def _everywhere(visit: Visit) -> Mapping[str, Any]:
    language = visit.language
    gettext = translations(language).gettext
    now = visit.now
    settings = visit.portal.settings
    session = visit.session
    return {
        "visit": visit,
        "language": language,
        "person": session,
        "csrf": session.csrf if session else "",
        "navigation": entries_for(session.roles if session else ()),
        "flash": visit.take_flash(),
        "names": visit.names,
        "now": now,
        "lane_is_fast": settings.day_seconds != REAL_DAY_SECONDS,
        "_": gettext,
        "ngettext": translations(language).ngettext,
        "word": lambda table, id_: gettext(word(table, id_)),
        "tone": lambda id_: TONE.get(id_ or "", "plain"),
        "new_key": lambda: str(new_id()),
        "upload_limit": settings.max_upload_bytes,
        "dict_of": lambda documents: {each.id: each.name for each in documents},
        "grounds": _grounds(visit),
        "errors": {},
        "typed": {},
        "problem": None,
        **_wording(language, now),
    }


def _wording(language: wording.Language, now: datetime) -> Mapping[str, Any]:
    return {
        "day": lambda value: wording.date_text(value, language),
        "moment": lambda value: wording.time_text(value, language),
        "last_day": lambda value: wording.last_day_text(value, language),
        "days_until": lambda value: wording.days_until(value, now),
        "used_of": lambda opened, due: wording.used_share(opened, due, now),
        "days_since": lambda value: wording.days_since(value, now),
        "month": lambda value: wording.month_text(value, language),
        "money": lambda value: wording.money_text(value, language),
        "size": wording.size_text,
        "number": wording.days_text,
        "percent": wording.percent_text,
        "typeset": widened if language == "zh" else str,
        "colon": "：" if language == "zh" else ": ",
    }


def _grounds(visit: Visit) -> Callable[[list[str], str], list[tuple[str, str]]]:
    names = visit.names
    return lambda ids, section: [(id_, names(section, id_)) for id_ in ids]


@pass_context
def _say(context: Context, source: str, /, **facts: object) -> Markup:
    """``say(text, name=value)``: the text translated, the values put in and escaped."""
    translated = Markup.escape(context["_"](source))
    return translated % {key: Markup.escape(value) for key, value in facts.items()}


@pass_context
def _many(context: Context, source: str, n: float, /, **facts: object) -> Markup:
    """Like ``say`` for a number of things, in the form that the number needs; shown as ``n``."""
    shown = wording.days_text(n)
    # By what is read: 0.98 is shown as 1, and takes the form of one.
    translated = Markup.escape(context["ngettext"](source, source, 1 if shown == "1" else 2))
    known = {"n": shown, **facts}
    return translated % {key: Markup.escape(value) for key, value in known.items()}


def add_filters(environment: Environment) -> None:
    """Make ``say``, ``many`` and ``pair`` known to the templates."""
    environment.globals["say"] = _say
    environment.globals["many"] = _many
    environment.filters["pair"] = _pair
    environment.filters["pair_of"] = lambda ground, language: (ground.id, ground.text(language))


def _pair(entry: Any, language: str) -> tuple[str, str]:
    """An entry of a pack as an option of a select: its id and its name."""
    return entry.id, entry.name.text(language)
