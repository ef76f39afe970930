"""Posted forms: who may post, what was typed, and the key that makes a double click act once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from chassis.identity import new_id
from chassis.problems import Problem
from services.portal.session import same
from services.portal.visit import SignInNeeded, Visit, open_visit

CSRF_FIELD = "csrf"
KEY_FIELD = "key"
_FORM_FIELDS = 500


class ConfirmNeeded(Exception):
    """The form comes from another session of the same browser: ask before sending it."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self.fields = fields
        super().__init__("form of another session")


@dataclass
class Posted:
    """A form that may be acted on. ``text`` gives what was typed, trimmed."""

    visit: Visit
    form: FormData
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same for every sending of one form."""
        return self.text(KEY_FIELD)[:100] or str(new_id())

    @property
    def version(self) -> int | None:
        """The version of the thing that the form was drawn from."""
        return self.number("version")

    def text(self, name: str) -> str:
        """A field's text; empty when it is not there."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def maybe(self, name: str) -> str | None:
        """A field's text, None when it is empty."""
        return self.text(name) or None

    def number(self, name: str) -> int | None:
        """A field's whole number, None when it is none."""
        value = self.text(name)
        return int(value) if value.removeprefix("-").isdecimal() and len(value) < 10 else None

    def several(self, name: str) -> list[str]:
        """All non-empty texts of a field."""
        values = (each.strip() for each in self.form.getlist(name) if isinstance(each, str))
        return [value for value in values if value]

    def files(self, name: str) -> list[UploadFile]:
        """The files chosen in a field."""
        found = (each for each in self.form.getlist(name) if isinstance(each, UploadFile))
        return [each for each in found if each.filename]

    @property
    def typed(self) -> dict[str, str]:
        """Every field's text, to be shown again."""
        return {name: value for name, value in _texts(self.form) if name != CSRF_FIELD}


def _texts(form: FormData) -> list[tuple[str, str]]:
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def _is_ours(request: Request, visit: Visit) -> bool | None:
    """Whether a page of ours sent this; None when the browser does not say."""
    origin = request.headers.get("origin")
    if origin is not None:
        return origin == visit.portal.settings.public_url
    site = request.headers.get("sec-fetch-site")
    return None if site is None else site == "same-origin"


async def received(request: Request) -> AsyncIterator[Posted]:
    """Dependency: a form of a signed-in person. Raises SignInNeeded, ConfirmNeeded, Problem.

    Uploaded files are closed when the answer has left.
    """
    async with request.form(max_fields=_FORM_FIELDS) as form:
        yield await _checked(request, form)


async def _checked(request: Request, form: FormData) -> Posted:
    visit = await open_visit(request)
    is_ours = _is_ours(request, visit)
    if is_ours is False:
        raise _foreign()
    kept = [(name, value) for name, value in _texts(form) if name != CSRF_FIELD]
    if visit.session is None:
        raise SignInNeeded(kept)
    given = form.get(CSRF_FIELD, "")
    if not isinstance(given, str) or not same(visit.session.csrf, given):
        if is_ours is None:
            raise _foreign()
        raise ConfirmNeeded(kept)
    return Posted(visit, form)


def _foreign() -> Problem:
    return Problem(
        403,
        "foreign_form",
        zh="此表单不是从本站页面提交的，未作任何处理。",
        en="This form was not sent from a page of ours. Nothing was done.",
    )


Form = Annotated[Posted, Depends(received)]
