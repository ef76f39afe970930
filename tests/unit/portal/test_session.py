"""Signing in and out, expired sessions, and who may post a form."""

import json
import time
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt

from services.portal.session import Sealer
from services.portal.visit import local_path
from tests.support.person import ISSUER, Issuer, Person
from tests.unit.portal.browser import (
    CSRF,
    PUBLIC,
    Backstage,
    Browser,
    person_of,
    session_of,
)
from tests.unit.portal.samples import CASE, PROJECT


class PlayedIssuer:
    """An issuer that signs one person in. ``answers`` of the stage send its addresses here."""

    def __init__(self, backstage: Backstage, person: Person) -> None:
        self.signer, self.person, self.nonce = Issuer(), person, ""
        self.grants: list[dict[str, str]] = []
        self.status = 200
        backstage.answers.update(
            {
                "/.well-known/openid-configuration": (200, self._addresses()),
                "/jwks": (200, {"keys": [self.signer.key.as_dict(private=False)]}),
                "/token": self._token,
            }
        )

    @staticmethod
    def _addresses() -> dict[str, str]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/auth",
            "token_endpoint": f"{ISSUER}/token",
            "end_session_endpoint": f"{ISSUER}/session/end",
            "jwks_uri": f"{ISSUER}/jwks",
        }

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {key: values[0] for key, values in parse_qs(request.content.decode()).items()}
        self.grants.append(form)
        if self.status != 200:
            return httpx.Response(self.status, json={"error": "invalid_grant"})
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": "fastlane-portal",
            "sub": self.person.id,
            "nonce": self.nonce,
            "exp": int(time.time()) + 60,
        }
        header = {"alg": "RS256", "kid": "test"}
        identity = jwt.encode(header, claims, self.signer.key, algorithms=["RS256"])
        given = {
            "access_token": self.signer.token(self.person),
            "refresh_token": "new-refresh",
            "id_token": identity,
            "expires_in": 600,
        }
        return httpx.Response(200, json=given)


@pytest.fixture
def issuer(backstage: Backstage) -> PlayedIssuer:
    """The issuer, about to sign a sponsor in."""
    return PlayedIssuer(backstage, person_of("sponsor"))


async def _begin(browser: Browser, next_: str = "/projects") -> dict[str, str]:
    answer = await browser.get("/sign-in", params={"next": next_})
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    return {key: values[0] for key, values in asked.items()}


async def test_signing_in_uses_pkce_and_leads_to_the_page_that_was_wanted(
    portal: FastAPI, backstage: Backstage, issuer: PlayedIssuer
) -> None:
    browser = Browser(portal, None)
    asked = await _begin(browser)
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{PUBLIC}/auth/callback"
    issuer.nonce = asked["nonce"]
    answer = await browser.get("/auth/callback", params={"code": "c", "state": asked["state"]})
    assert answer.headers["location"] == "/projects"
    assert len(issuer.grants[0]["code_verifier"]) >= 43
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "session" in c)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert len(cookie) < 4096
    assert len(backstage.sent("PUT", "notify/v1/me")) == 1
    home = await browser.get("/projects")
    assert home.status_code == 200


@pytest.mark.parametrize("change", ["state", "nonce", "cookie", "refused"])
async def test_a_sign_in_that_does_not_fit_gives_no_session(
    portal: FastAPI, issuer: PlayedIssuer, change: str
) -> None:
    browser = Browser(portal, None)
    asked = await _begin(browser)
    issuer.nonce = "another" if change == "nonce" else asked["nonce"]
    issuer.status = 400 if change == "refused" else 200
    if change == "cookie":
        browser.http.cookies.clear()
    state = "another" if change == "state" else asked["state"]
    answer = await browser.get("/auth/callback", params={"code": "c", "state": state})
    assert answer.status_code == 400
    assert "没有登录成功" in answer.text
    assert (await browser.get("/projects")).status_code == 303


async def test_notify_being_down_does_not_keep_anybody_out(
    portal: FastAPI, backstage: Backstage, issuer: PlayedIssuer
) -> None:
    backstage.is_down = {"notify"}
    browser = Browser(portal, None)
    asked = await _begin(browser)
    issuer.nonce = asked["nonce"]
    answer = await browser.get("/auth/callback", params={"code": "c", "state": asked["state"]})
    assert answer.status_code == 303


async def test_the_issuer_being_down_is_said(portal: FastAPI, backstage: Backstage) -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("down", request=request)

    backstage.answers["/.well-known/openid-configuration"] = down
    answer = await Browser(portal, None).get("/sign-in")
    assert answer.status_code == 503
    assert "登录服务暂时没有应答" in answer.text


async def test_tokens_are_renewed_before_they_end(portal: FastAPI, issuer: PlayedIssuer) -> None:
    browser = Browser(portal, None)
    browser.sign_in(session_of(person_of("sponsor"), expires_at=time.time() + 10))
    answer = await browser.get("/projects")
    assert answer.status_code == 200
    assert issuer.grants[0]["grant_type"] == "refresh_token"
    await browser.get("/projects")
    assert len(issuer.grants) == 1


async def test_a_session_that_cannot_be_renewed_leads_to_sign_in(
    portal: FastAPI, issuer: PlayedIssuer
) -> None:
    issuer.status = 400
    browser = Browser(portal, None)
    browser.sign_in(session_of(person_of("sponsor"), expires_at=time.time() - 10))
    answer = await browser.get("/projects?state=open")
    assert answer.headers["location"] == "/sign-in?next=%2Fprojects%3Fstate%3Dopen"


async def test_a_token_that_a_service_refuses_ends_the_session(
    portal: FastAPI, backstage: Backstage
) -> None:
    backstage.answers["intake/v1/projects"] = (401, {"code": "unauthenticated", "detail": ""})
    answer = await Browser(portal, person_of("sponsor")).get("/projects")
    assert answer.headers["location"].startswith("/sign-in")


class KeptForm(HTMLParser):
    """The fields that a page keeps for sending again."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("name"):
            self.fields[str(found["name"])] = found.get("value") or ""
        if tag == "textarea":
            self._area = str(found["name"])
            self.fields[self._area] = ""

    def handle_endtag(self, tag: str) -> None:
        self._area = None if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data


async def test_an_expired_session_in_a_form_loses_nothing_that_was_typed(
    portal: FastAPI, backstage: Backstage
) -> None:
    answered = f"answer__{CASE}"
    typed = {answered: "第一行\n第二行 <b>", "case": str(CASE), "key": "key-9"}
    path = f"/projects/{PROJECT}/answers"
    answer = await Browser(portal, None).post(path, **typed)
    assert answer.status_code == 401
    kept = KeptForm(answer.text).fields
    assert {name: kept[name] for name in typed} == typed
    # Signed in again in another window: the page is sent as it stands, with no token of its own.
    browser = Browser(portal, person_of("sponsor"))
    again = await browser.post(path, **kept)
    assert again.status_code == 409
    confirmed = KeptForm(again.text).fields
    assert confirmed["csrf"] == CSRF
    done = await browser.post(path, **confirmed)
    assert done.status_code == 303
    sent = backstage.sent("POST", f"approval/v1/projects/{PROJECT}/information")
    assert json.loads(sent[0].content)["answers"][0]["answer"] == typed[answered]
    assert sent[0].headers["idempotency-key"] == "key-9"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.test"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
    ],
)
async def test_a_form_from_elsewhere_does_nothing(
    portal: FastAPI, backstage: Backstage, headers: dict[str, str]
) -> None:
    browser = Browser(portal, person_of("officer"))
    answer = await browser.post(f"/tasks/{CASE}/claim", headers=headers)
    assert answer.status_code == 403
    assert backstage.asked == []


async def test_a_form_without_the_sessions_token_does_nothing(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("officer"))
    for headers in ({"origin": PUBLIC}, {"accept": "*/*"}):
        answer = await browser.post(f"/tasks/{CASE}/claim", csrf="another", headers=headers)
        assert answer.status_code in (403, 409)
    assert backstage.asked == []


async def test_signing_out_ends_both_sessions(portal: FastAPI, issuer: PlayedIssuer) -> None:
    browser = Browser(portal, person_of("sponsor"))
    answer = await browser.post("/sign-out")
    assert answer.headers["location"].startswith(f"{ISSUER}/session/end?client_id=fastlane-portal")
    assert (await browser.get("/projects")).status_code == 303


def test_a_cookie_that_is_not_ours_or_too_old_counts_as_none() -> None:
    sealer, session = Sealer("one secret"), session_of(person_of("sponsor"))
    sealed = sealer.seal("session", session)
    assert sealer.session(sealed) == session
    assert "access-token" not in sealed
    assert Sealer("another secret").session(sealed) is None
    assert sealer.session(sealed[:-2] + "xx") is None
    assert sealer.pending(sealed) is None
    old = session_of(person_of("sponsor"), started_at=time.time() - 13 * 3600)
    assert sealer.session(sealer.seal("session", old)) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("/projects?a=b", "/projects?a=b"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
        ("https://evil.test", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_nobody_is_sent_to_another_site(given: str | None, expected: str) -> None:
    assert local_path(given) == expected


async def test_language_and_theme_are_remembered_by_cookie(portal: FastAPI) -> None:
    browser = Browser(portal, None, "zh")
    answer = await browser.get("/language/en", params={"next": "/guide"})
    assert answer.headers["location"] == "/guide"
    await browser.get("/theme/dark")
    page = (await browser.get("/guide")).text
    assert 'lang="en"' in page
    assert 'data-theme="dark"' in page


async def test_an_account_without_a_role_is_told_so(portal: FastAPI) -> None:
    answer = await Browser(portal, Person("nobody", ())).get("/")
    assert "尚未分配角色" in answer.text


async def test_a_script_that_asks_after_the_session_ended_changes_nothing(portal: FastAPI) -> None:
    answer = await Browser(portal, None).get("/messages/unread", headers={"hx-request": "true"})
    assert answer.status_code == 204


async def test_a_token_refused_in_the_middle_of_a_form_loses_nothing_either(
    portal: FastAPI, backstage: Backstage
) -> None:
    backstage.answers[f"approval/v1/tasks/{CASE}/decision"] = (
        401,
        {"code": "unauthenticated", "detail": ""},
    )
    browser = Browser(portal, person_of("officer"))
    answer = await browser.post(f"/tasks/{CASE}/decision", outcome="refused", reason="长理由")
    assert answer.status_code == 401
    assert KeptForm(answer.text).fields["reason"] == "长理由"
