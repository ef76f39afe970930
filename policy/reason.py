"""Writes out shared reasons: `reason: permit_law` becomes what `reasons` says under that id."""

from difflib import get_close_matches

from policy.problem import Finding, Path


def with_reasons(values: dict[str, object]) -> tuple[dict[str, object], list[Finding]]:
    """The values with every named reason written out, and a finding for each unknown one."""
    listed = values.get("reasons")
    entries = listed if isinstance(listed, list) else []
    known = {
        entry["id"]: entry["name"]
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("id"), str) and "name" in entry
    }
    findings: list[Finding] = []
    written_out = {
        section: _written_out(value, (section,), known, findings)
        for section, value in values.items()
    }
    return written_out, findings


def _written_out(
    value: object, path: Path, known: dict[str, object], findings: list[Finding]
) -> object:
    if isinstance(value, list):
        return [
            _written_out(each, (*path, position), known, findings)
            for position, each in enumerate(value)
        ]
    if not isinstance(value, dict):
        return value
    result = {key: _written_out(each, (*path, key), known, findings) for key, each in value.items()}
    named = value.get("reason")
    if isinstance(named, str):
        if named in known:
            result["reason"] = known[named]
        else:
            del result["reason"]
            findings.append(_unknown((*path, "reason"), named, list(known)))
    return result


def _unknown(path: Path, named: str, known: list[str]) -> Finding:
    close = get_close_matches(named, known, n=1)
    return Finding(
        "unknown_reference",
        path,
        f"“reasons”中没有“{named}”。",
        f"reasons has no {named!r}.",
        f"是否为“{close[0]}”?" if close else "请写 {zh: ..., en: ...}，或在 reasons 中列出。",
        f"Did you mean {close[0]!r}?"
        if close
        else "Write {zh: ..., en: ...}, or list it under `reasons`.",
    )
