"""Is every name really in both languages."""

import re
from collections.abc import Iterator

from policy.check.walk import walk
from policy.model import Name, Pack
from policy.problem import Finding

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def wording_findings(pack: Pack) -> Iterator[Finding]:
    for path, model in walk(pack):
        if not isinstance(model, Name):
            continue
        if not _CHINESE.search(model.zh):
            yield Finding(
                "not_chinese",
                (*path, "zh"),
                f"“{model.zh}”不含汉字。",
                f"{model.zh!r} has no Chinese character.",
                "请写中文名称。",
                "Write the Chinese name.",
            )
        if _CHINESE.search(model.en):
            yield Finding(
                "not_english",
                (*path, "en"),
                f"英文名称“{model.en}”含汉字。",
                f"The English name {model.en!r} holds Chinese characters.",
                "请译成英文。",
                "Translate it.",
            )
