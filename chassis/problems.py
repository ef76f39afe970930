"""RFC 9457 problems: a stable code, the field, and the remedy in the reader's language."""

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core import ErrorDetails
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from contracts.errors import DomainError, ErrorKind

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
_STATUS = {
    ErrorKind.INVALID: 422,
    ErrorKind.FORBIDDEN: 403,
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.CONFLICT: 409,
    ErrorKind.STALE: 412,
}
_TITLES = {
    400: ("请求有误", "Bad request"),
    401: ("请先登录", "Sign in"),
    403: ("没有权限", "Not allowed"),
    404: ("没有找到", "Not found"),
    405: ("不支持此操作", "Method not allowed"),
    409: ("与当前状态冲突", "Conflict"),
    412: ("内容已被更新", "Changed meanwhile"),
    413: ("内容过大", "Too large"),
    415: ("格式不支持", "Unsupported type"),
    422: ("填写有误", "Invalid input"),
    429: ("请求过于频繁", "Too many requests"),
    428: ("缺少必要的请求头", "Precondition required"),
    500: ("系统错误", "Internal error"),
    503: ("暂时不可用", "Not available now"),
}
# pydantic's error types, in words for the person who typed; {…} are pydantic's own context.
_FIELD_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("必填。", "This is required."),
    "string_too_short": ("至少 {min_length} 个字符。", "At least {min_length} characters."),
    "string_too_long": ("最多 {max_length} 个字符。", "At most {max_length} characters."),
    "string_type": ("应为文本。", "Must be text."),
    "string_pattern_mismatch": ("格式不符。", "Does not have the expected form."),
    "greater_than": ("应大于 {gt}。", "Must be greater than {gt}."),
    "greater_than_equal": ("应不小于 {ge}。", "Must be at least {ge}."),
    "less_than": ("应小于 {lt}。", "Must be less than {lt}."),
    "less_than_equal": ("应不大于 {le}。", "Must be at most {le}."),
    "decimal_max_places": ("最多 {decimal_places} 位小数。", "At most {decimal_places} decimals."),
    "decimal_max_digits": ("数字过长。", "Too many digits."),
    "decimal_parsing": ("应为数字。", "Must be a number."),
    "decimal_type": ("应为数字。", "Must be a number."),
    "finite_number": ("应为有限的数字。", "Must be a finite number."),
    "int_parsing": ("应为整数。", "Must be a whole number."),
    "int_type": ("应为整数。", "Must be a whole number."),
    "bool_parsing": ("应为是或否。", "Must be true or false."),
    "enum": ("应为以下之一：{expected}。", "Must be one of: {expected}."),
    "literal_error": ("应为以下之一：{expected}。", "Must be one of: {expected}."),
    "uuid_parsing": ("编号格式不正确。", "Is not a valid id."),
    "extra_forbidden": ("没有此项，请删除。", "No such field: remove it."),
    "too_short": ("至少 {min_length} 项。", "At least {min_length} entries."),
    "too_long": ("最多 {max_length} 项。", "At most {max_length} entries."),
    "date_from_datetime_parsing": ("应为日期，如 2026-03-02。", "Must be a date like 2026-03-02."),
    "datetime_from_date_parsing": ("应为带时区的时间。", "Must be a time with a zone."),
    "timezone_aware": ("时间应带时区。", "The time needs a zone."),
    "model_attributes_type": ("应为对象。", "Must be an object."),
    "dict_type": ("应为对象。", "Must be an object."),
    "list_type": ("应为列表。", "Must be a list."),
    "tuple_type": ("应为列表。", "Must be a list."),
}


_TEXT = {"type": "string"}
RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem (RFC 9457); `code` is stable, `detail` in the reader's words.",
        "content": {
            MEDIA_TYPE: {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "code", "detail", "instance"],
                    "properties": {
                        **dict.fromkeys(("type", "title", "code", "detail", "instance"), _TEXT),
                        "status": {"type": "integer"},
                        "errors": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "properties": {"field": _TEXT, "code": _TEXT, "message": _TEXT},
                            },
                        },
                    },
                }
            }
        },
    }
}
"""How every operation refuses, for its OpenAPI document."""


class Problem(Exception):
    """A refusal by an edge (not by a domain rule): status, code, and words in two languages."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        zh: str,
        en: str,
        field: str | None = None,
        facts: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.code, self.field = status, code, field
        self.zh, self.en = zh.format(**(facts or {})), en.format(**(facts or {}))
        self.headers = dict(headers or {})
        super().__init__(f"{code}: {self.en}")


def language_of(request: Request) -> str:
    """``en`` when the reader prefers English to Chinese, else ``zh``: Chinese first."""
    best, best_weight = "zh", 0.0
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            value = float(weight) if weight else 1.0
        except ValueError:
            continue
        language = tag[:2].lower()
        if language in ("zh", "en") and value > best_weight:
            best, best_weight = language, value
    return best


def problem_response(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The response for a problem, in the language of the request."""
    language = language_of(request)
    titles = _TITLES.get(status, _TITLES[500])
    body: dict[str, Any] = {
        "type": f"urn:fastlane:problem:{code}",
        "title": titles[0] if language == "zh" else titles[1],
        "status": status,
        "code": code,
        "detail": detail,
        "instance": request.url.path,
    }
    if errors:
        body["errors"] = errors
    sent = {"Content-Language": "zh-CN" if language == "zh" else "en", **(headers or {})}
    return JSONResponse(body, status, headers=sent, media_type=MEDIA_TYPE)


def _field_error(error: ErrorDetails, language: str) -> dict[str, str]:
    place = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "header")]
    words = _FIELD_WORDS.get(error["type"])
    if words is None:
        message = error["msg"] if language == "en" else f"填写有误：{error['msg']}"
    else:
        message = words[0 if language == "zh" else 1].format(**error.get("ctx", {}))
    return {"field": ".".join(place), "code": error["type"], "message": message}


async def _on_validation(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, RequestValidationError)
    language = language_of(request)
    problems: list[ErrorDetails] = list(fault.errors())
    if any(error["type"] == "json_invalid" for error in problems):
        detail = ("请求正文不是有效的 JSON。", "The body is not valid JSON.")
        return problem_response(request, 400, "malformed_json", detail[language == "en"])
    errors = [_field_error(error, language) for error in problems]
    detail = ("请更正以下各项：{}", "Correct these: {}")
    named = "; ".join(f"{each['field']}: {each['message']}" for each in errors)
    return problem_response(
        request, 422, "invalid_input", detail[language == "en"].format(named), errors=errors
    )


async def _on_domain_error(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, DomainError)
    text = fault.text(language_of(request))
    errors = [{"field": fault.at, "code": fault.code, "message": text}] if fault.at else None
    return problem_response(request, _STATUS[fault.kind], fault.code, text, errors=errors)


async def _on_problem(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, Problem)
    text = fault.zh if language_of(request) == "zh" else fault.en
    errors = [{"field": fault.field, "code": fault.code, "message": text}] if fault.field else None
    return problem_response(
        request, fault.status, fault.code, text, errors=errors, headers=fault.headers
    )


async def _on_http_exception(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, HTTPException)
    title = _TITLES.get(fault.status_code, _TITLES[500])[language_of(request) == "en"]
    code = {404: "not_found", 405: "method_not_allowed"}.get(fault.status_code, "bad_request")
    return problem_response(request, fault.status_code, code, title, headers=fault.headers)


# What the database cannot keep in text: U+0000, as a character and inside JSON.
_UNSTORABLE = ("22021", "22P05")


async def _on_database_fault(request: Request, fault: Exception) -> JSONResponse:
    if getattr(getattr(fault, "orig", None), "sqlstate", None) in _UNSTORABLE:
        detail = ("文本中含有不可保存的控制字符。", "The text has a control character to remove.")
        return problem_response(
            request, 422, "unstorable_text", detail[language_of(request) == "en"]
        )
    log.error("database fault", fault=repr(fault)[:500], path=request.url.path)
    detail = (
        "数据库暂时不可用，未作任何更改，请稍后再试。",
        "The database is not available. Nothing was changed.",
    )
    return problem_response(
        request,
        503,
        "database_unavailable",
        detail[language_of(request) == "en"],
        headers={"Retry-After": "2"},
    )


async def _on_bug(request: Request, fault: Exception) -> JSONResponse:
    log.error("unhandled", fault=repr(fault)[:500], path=request.url.path, exc_info=fault)
    detail = (
        "系统出错，未作任何更改。请稍后再试或联系管理员。",
        "Something broke; nothing was changed.",
    )
    return problem_response(request, 500, "internal_error", detail[language_of(request) == "en"])


def install(app: FastAPI) -> None:
    """Answer every refusal and fault of ``app`` with a problem."""
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(DomainError, _on_domain_error)
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(DBAPIError, _on_database_fault)
    app.add_exception_handler(OSError, _on_database_fault)
    app.add_exception_handler(Exception, _on_bug)
