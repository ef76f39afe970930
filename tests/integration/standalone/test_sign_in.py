"""Signing in at the real issuer: what tokens say, what is refused, what survives a restart."""

import base64
import hashlib
import re
import secrets
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from joserfc import jwt
from joserfc.jwk import KeySet

from standalone import people
from standalone.sign_in import SignInRefused, refresh, sign_in
from standalone.stack import Stack, running_stack

pytestmark = pytest.mark.stack
PASSWORD = people.load()[0].password
VERIFIER = secrets.token_urlsafe(48)
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stack() -> AsyncIterator[Stack]:
    async with running_stack(only_servers=True) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def browser(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stack.issuer_url, trust_env=False) as client:
        yield client


async def claims(stack: Stack, token: str) -> dict[str, object]:
    async with httpx.AsyncClient(trust_env=False) as client:
        keys = KeySet.import_key_set((await client.get(f"{stack.issuer_url}/jwks")).json())
    return dict(jwt.decode(token, keys, algorithms=["RS256"]).claims)


def portal_request(stack: Stack, **others: str) -> dict[str, str]:
    return {
        "client_id": "fastlane-portal",
        "redirect_uri": f"{stack.gateway_url}/auth/callback",
        "response_type": "code",
        "scope": "openid profile email",
        "state": "s1",
        "code_challenge": CHALLENGE.decode(),
        "code_challenge_method": "S256",
        **others,
    }


async def sign_in_page(browser: httpx.AsyncClient, query: dict[str, str]) -> httpx.Response:
    answer = await browser.get("/auth", params=query)
    return await browser.get(answer.headers["location"])


def action(page: httpx.Response) -> str:
    found = re.search(r'action="(/interaction/[^"]+/login)"', page.text)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize(
    "person", [p for p in people.load() if p.user.endswith("-1")], ids=lambda p: p.user
)
async def test_the_access_token_says_who_and_with_which_scopes(
    stack: Stack, person: people.Person
) -> None:
    tokens = await sign_in(stack.issuer_url, person.user, person.password)
    said = await claims(stack, tokens.access)
    assert said["aud"] == "fastlane-api"
    assert said["iss"] == stack.issuer_url
    assert said["sub"] == person.user
    assert said["email"] == person.email
    assert said["fastlane"] == {"roles": list(person.roles), **person.scopes}
    assert (await claims(stack, tokens.identity))["fastlane"] == said["fastlane"]


async def test_a_wrong_password_is_refused(stack: Stack) -> None:
    with pytest.raises(SignInRefused, match="not accepted"):
        await sign_in(stack.issuer_url, "director", "wrong")


async def test_an_unknown_person_is_refused_in_the_same_words(stack: Stack) -> None:
    with pytest.raises(SignInRefused, match="not accepted"):
        await sign_in(stack.issuer_url, "stranger", PASSWORD)


async def test_tokens_issued_before_the_issuer_was_killed_can_be_renewed(stack: Stack) -> None:
    tokens = await sign_in(stack.issuer_url, "director", PASSWORD)
    await stack.back("issuer", stack.kill("issuer"))
    renewed = await refresh(stack.issuer_url, "director", tokens)
    assert (await claims(stack, renewed.access))["sub"] == "director"
    assert (await claims(stack, tokens.access))["sub"] == "director"


async def test_one_click_signs_a_person_in_at_the_portal(
    stack: Stack, browser: httpx.AsyncClient
) -> None:
    page = await sign_in_page(browser, portal_request(stack))
    answer = await browser.post(action(page), data={"person": "sponsor-01"})
    answer = await browser.get(answer.headers["location"])
    landed = urlsplit(answer.headers["location"])
    assert answer.headers["location"].startswith(f"{stack.gateway_url}/auth/callback")
    grant = {"grant_type": "authorization_code", "client_id": "fastlane-portal"}
    grant |= {"redirect_uri": f"{stack.gateway_url}/auth/callback", "code_verifier": VERIFIER}
    grant["code"] = parse_qs(landed.query)["code"][0]
    tokens = (await browser.post("/token", data=grant)).json()
    assert (await claims(stack, tokens["access_token"]))["sub"] == "sponsor-01"
    again = await browser.post("/token", data=grant)
    assert again.json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:1/elsewhere"}, "redirect_uri"),
        ({"client_id": "stranger"}, "invalid_client"),
    ],
    ids=["without PKCE", "foreign address", "unknown client"],
)
async def test_a_request_that_is_not_ours_is_refused(
    stack: Stack, browser: httpx.AsyncClient, wrong: dict[str, str], error: str
) -> None:
    query = {key: value for key, value in portal_request(stack, **wrong).items() if value}
    answer = await browser.get("/auth", params=query)
    assert error in answer.headers.get("location", answer.text)
    assert "code=" not in answer.headers.get("location", "")


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ({}, "zh-CN"),
        ({"Accept-Language": "en-GB,en;q=0.8"}, "en"),
        ({"Accept-Language": "fr"}, "zh-CN"),
    ],
)
async def test_the_page_speaks_the_readers_language(
    stack: Stack, browser: httpx.AsyncClient, asked: dict[str, str], language: str
) -> None:
    browser.headers.update(asked)
    page = await sign_in_page(browser, portal_request(stack))
    assert f'<html lang="{language}">' in page.text


async def test_ui_locales_goes_before_the_browsers_language(
    stack: Stack, browser: httpx.AsyncClient
) -> None:
    browser.headers["Accept-Language"] = "zh-CN"
    page = await sign_in_page(browser, portal_request(stack, ui_locales="en"))
    assert "Sign in" in page.text


async def test_the_page_works_without_scripts_and_asks_nobody_else(
    stack: Stack, browser: httpx.AsyncClient
) -> None:
    page = await sign_in_page(browser, portal_request(stack))
    assert "<script" not in page.text
    assert "https://" not in page.text
    assert all(f'value="{person.user}"' in page.text for person in people.load())
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_a_refused_user_name_is_shown_again_as_text(
    stack: Stack, browser: httpx.AsyncClient
) -> None:
    page = await sign_in_page(browser, portal_request(stack))
    tried = {"user": '"><script>alert(1)</script>', "password": "x"}
    answer = await browser.post(action(page), data=tried)
    assert answer.status_code == httpx.codes.UNAUTHORIZED
    assert 'role="alert"' in answer.text
    assert "<script" not in answer.text


async def test_signing_out_leads_back_to_the_portal(
    stack: Stack, browser: httpx.AsyncClient
) -> None:
    page = await sign_in_page(browser, portal_request(stack))
    answer = await browser.post(action(page), data={"person": "auditor"})
    await browser.get(answer.headers["location"])
    query = {"client_id": "fastlane-portal", "post_logout_redirect_uri": f"{stack.gateway_url}/"}
    asked = await browser.get("/session/end", params=query)
    assert "确定退出登录吗" in asked.text
    hidden = re.search(r'name="xsrf" value="([^"]+)"', asked.text)
    assert hidden is not None
    left = await browser.post("/session/end/confirm", data={"xsrf": hidden[1], "logout": "yes"})
    assert left.headers["location"] == f"{stack.gateway_url}/"
    again = await browser.get("/auth", params=portal_request(stack, prompt="none"))
    assert "login_required" in again.headers["location"]
