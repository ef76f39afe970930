"""Is the pack still resting on documents in force? Announced, not refused: projects run on."""

from collections.abc import Iterator
from datetime import date

from policy.model import Pack
from policy.problem import Finding


def term_notices(pack: Pack, today: date) -> Iterator[Finding]:
    """What whoever keeps the pack should know on that day; none of it keeps it from being used.

    A source that is marked as superseded has been dealt with.
    """
    for at, source in enumerate(pack.sources):
        if source.has_expired(today) and source.status != "superseded":
            yield Finding(
                "source_expired",
                ("sources", at, "expires_on"),
                f"《{source.title.zh}》已于 {source.expires_on} 期满失效。",
                f"{source.title.en!r} expired on {source.expires_on}.",
                "请写 status: superseded 和 superseded_by，或更新 expires_on；并提高 version。",
                "Set `status: superseded` with `superseded_by`, or a later `expires_on`; raise the "
                "version.",
            )
        if source.is_yet_to_come(today) and source.status == "in_force":
            yield Finding(
                "source_yet_to_come",
                ("sources", at, "in_force_from"),
                f"《{source.title.zh}》{source.in_force_from} 才施行，现在还没有生效。",
                f"{source.title.en!r} takes effect on {source.in_force_from}, not yet.",
                "此前提交的项目请用仍然有效的文件。",
                "Until then projects go by the document that is still in force.",
            )
