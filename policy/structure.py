"""Turns plain values into a Pack, or into findings that say what the format wants instead."""

import re
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from itertools import islice
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from policy.check import MOST
from policy.model import Pack
from policy.model.funding import PROGRAMME_KINDS
from policy.problem import Finding, Path
from policy.reason import with_reasons
from policy.yaml_text import FULL_WIDTH_COLON, full_width_colon

_EXPECTED = {
    "string_type": ("文字", "text"),
    "int_type": ("整数", "a whole number"),
    "bool_type": ("true 或 false", "true or false"),
    "date_type": (
        "不加引号的日期，如 2025-02-10",
        "a date without quotation marks, such as 2025-02-10",
    ),
    "decimal_type": ("数字", "a number"),
    "is_instance_of": ("数字", "a number"),
    "tuple_type": ("列表（每项以“- ”开头）", "a list (each entry begins with a dash)"),
    "model_type": ("由“键: 值”组成的一组内容", "a group of key: value lines"),
    "model_attributes_type": ("由“键: 值”组成的一组内容", "a group of key: value lines"),
}

_GROUPS = frozenset({"tuple_type", "model_type", "model_attributes_type"})
_FIELD = re.compile(r"[a-z][a-z0-9_]*")

# Format strings over what the constraint says of itself.
_CONSTRAINTS = {
    "greater_than": ("必须大于 {gt}", "It must be greater than {gt}"),
    "greater_than_equal": ("不得小于 {ge}", "It must be at least {ge}"),
    "less_than_equal": ("不得大于 {le}", "It must be at most {le}"),
    "too_short": ("至少 {min_length} 项", "List at least {min_length}"),
    "string_too_short": ("不能为空", "It must not be empty"),
    "string_too_long": ("最多 {max_length} 个字符", "At most {max_length} characters"),
    "string_pattern_mismatch": ("须符合格式 {pattern}", "It must match {pattern}"),
    "decimal_max_places": ("最多 {decimal_places} 位小数", "At most {decimal_places} decimals"),
    "decimal_max_digits": ("最多 {max_digits} 位数字", "At most {max_digits} digits"),
}


def build_pack(values: dict[str, object]) -> Pack | list[Finding]:
    """The pack, or everything that is wrong with its shape, in the order of the format."""
    written_out, unknown = with_reasons(values)
    try:
        pack = Pack.model_validate(_lists_as_tuples(written_out))
    except ValidationError as error:
        errors = error.errors(include_url=False)
        findings = (shape_finding(details) for details in errors if not _is_echo(details))
        return [*unknown[:MOST], *islice(findings, MOST)]
    return unknown or pack


def _lists_as_tuples(value: object) -> object:
    """Strict models take tuples; depth is bounded by the reader."""
    if isinstance(value, dict):
        return {key: _lists_as_tuples(each) for key, each in value.items()}
    if isinstance(value, list):
        return tuple(_lists_as_tuples(each) for each in value)
    return value


def _is_echo(error: ErrorDetails) -> bool:
    """A list that is called too short only because its entries have problems of their own."""
    return error["type"] == "too_short" and bool(error["input"])


def shape_finding(error: ErrorDetails, model: type[BaseModel] = Pack) -> Finding:
    """What pydantic found in such a model, in words of the format."""
    place: Path = tuple(error["loc"])
    path = _without_kind(place)
    kind = error["type"]
    if kind in ("missing", "union_tag_not_found"):
        return _missing(path if kind == "missing" else (*path, "kind"))
    if kind == "extra_forbidden":
        colon = FULL_WIDTH_COLON.match(str(path[-1]))
        if colon is not None:
            return _full_width_colon(path, colon["key"])
        if error["input"] is None and not _FIELD.fullmatch(str(path[-1])):
            return _comma_in_braces(path)
        return _unknown_field(path, _fields_at(place[:-1], model))
    if kind == "union_tag_invalid":
        return _unknown_kind((*path, "kind"), error)
    if kind == "literal_error":
        allowed = str(error["ctx"]["expected"]).replace(" or ", ", ")
        return Finding(
            "not_a_choice",
            path,
            f"值“{_seen(error)}”不在可选范围内。",
            f"{_seen(error)!r} is not one of the choices.",
            f"可选：{allowed}。",
            f"Choose from {allowed}.",
        )
    if kind in _EXPECTED:
        return _wrong_type(error, path)
    return _bad_value(error, path)


def _wrong_type(error: ErrorDetails, path: Path) -> Finding:
    kind, value = error["type"], error["input"]
    colon = FULL_WIDTH_COLON.match(_seen(error))
    if kind in _GROUPS and colon is not None:
        return _full_width_colon((*path, colon["key"]), colon["key"])
    if kind == "string_type" and isinstance(value, bool | int | Decimal | date):
        return _unquoted(path, value)
    zh, en = _EXPECTED[kind]
    return Finding(
        "wrong_type",
        path,
        f"类型不对，现为“{_seen(error)}”。",
        f"Wrong type: {_seen(error)!r}.",
        f"应为{zh}。",
        f"Expected {en}.",
    )


def _bad_value(error: ErrorDetails, path: Path) -> Finding:
    zh, en = _CONSTRAINTS.get(error["type"], ("请对照格式说明", "See docs/policy-packs.md"))
    facts = error.get("ctx", {})
    return Finding(
        "bad_value",
        path,
        f"值“{_seen(error)}”不符合要求。",
        f"{_seen(error)!r} does not fit.",
        f"{zh.format(**facts)}。",
        f"{en.format(**facts)}.",
    )


def _without_kind(path: Path) -> Path:
    """pydantic names the kind of a programme between its position and its fields."""
    if path[0] == "programmes" and len(path) > 2:
        return (*path[:2], *path[3:])
    return path


def _unknown_kind(path: Path, error: ErrorDetails) -> Finding:
    tag, allowed = error["ctx"]["tag"], error["ctx"]["expected_tags"].replace("'", "")
    return Finding(
        "not_a_choice",
        path,
        f"没有名为“{tag}”的资金类型。",
        f"There is no kind of programme {tag!r}.",
        f"可选：{allowed}。",
        f"Choose from {allowed}.",
    )


def _missing(path: Path) -> Finding:
    name = path[-1]
    if name in ("zh", "en"):
        zh, en = ("中文", "Chinese") if name == "zh" else ("英文", "English")
        return Finding(
            "missing_translation",
            path,
            f"缺少{zh}文本。",
            f"The {en} text is missing.",
            f"请加上“{name}: ...”。",
            f"Add `{name}: ...`.",
        )
    if name == "basis":
        return Finding(
            "missing_field",
            path,
            "缺少“basis”：没有说明这个数字的来历。",
            "'basis' is missing: where does this figure come from?",
            "政策给出的写 basis: given 和 clause；"
            "主管部门设定的写 basis: set_by_authority 和 reason。",
            "Write `basis: given` with a `clause`, or `basis: set_by_authority` with a `reason`.",
        )
    return Finding(
        "missing_field",
        path,
        f"缺少“{name}”。",
        f"{name!r} is missing.",
        f"请加上“{name}: ...”。",
        f"Add `{name}: ...`.",
    )


def _unknown_field(path: Path, known: list[str]) -> Finding:
    name = str(path[-1])
    close = get_close_matches(name, known, n=1)
    remedy_zh = f"是否为“{close[0]}”？" if close else f"可用：{'、'.join(known)}。"
    remedy_en = f"Did you mean {close[0]!r}?" if close else f"Known here: {', '.join(known)}."
    return Finding(
        "unknown_field",
        path,
        f"格式中没有“{name}”。",
        f"The format has no {name!r} here.",
        remedy_zh,
        remedy_en,
    )


def _unquoted(path: Path, value: bool | int | Decimal | date) -> Finding:
    """`clause: 3`: YAML takes digits for a number, and so true and a date for what they are."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Finding(
        "wrong_type",
        path,
        f"此处须为文字，{text} 没有加引号，成了数字、日期或是否值。",
        f"This must be text; without quotation marks {text} is a number, a date or a yes/no.",
        f'请加半角引号：{_key(path)}"{text}"。',
        f'Put it in quotation marks: {_key(path)}"{text}".',
    )


def _key(path: Path) -> str:
    return f"{path[-1]}: " if isinstance(path[-1], str) else "- "


def _full_width_colon(path: Path, key: str) -> Finding:
    wrong, right = full_width_colon(key)
    return Finding("full_width_colon", path, *wrong, *right)


def _comma_in_braces(path: Path) -> Finding:
    """`{zh: 甲, en: One, two}`: YAML takes what stands after the comma for a field."""
    return Finding(
        "comma_in_braces",
        path,
        f"大括号里的逗号把“{path[-1]}”变成了另一个字段。",
        f"Inside braces the comma made a field of {path[-1]!r}.",
        "请给含逗号的文字加引号，或改用中文逗号。",
        "Put the text with the comma in quotation marks.",
    )


def _fields_at(path: Path, model: type[BaseModel]) -> list[str]:
    """The fields of the model that the path leads to, from that one on."""
    for part in path:
        if part in PROGRAMME_KINDS:
            model = PROGRAMME_KINDS[str(part)]
        elif isinstance(part, str):
            model = _model_in(model.model_fields[part].annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None


def _seen(error: ErrorDetails) -> str:
    """What was there, short enough to read."""
    value = error["input"]
    if isinstance(value, dict):
        return "{...}"
    if isinstance(value, tuple):
        return "[...]"
    text = "" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:40]}..."
