"""What belongs to an item's case: rounds, procedures, gaps, commitments. Can each be kept."""

from collections.abc import Iterator

from policy.item_limit import is_longer
from policy.model import Item, Pack, Priority
from policy.problem import Finding, Path


def item_findings(pack: Pack) -> Iterator[Finding]:
    for at, item in enumerate(pack.items):
        path: Path = ("items", at)
        yield from _rounds(path, item)
        yield from _procedures(path, item)
        yield from _gaps(pack, path, item)
        yield from _commitment(path, item)
    for at, priority in enumerate(pack.priorities):
        yield from _priority(("priorities", at), priority)
    yield from _texts(pack)
    yield from _reconsideration(pack)


def _rounds(path: Path, item: Item) -> Iterator[Finding]:
    if len(item.rounds) > item.max_information_rounds:
        yield Finding(
            "more_rounds_than_allowed",
            (*path, "rounds"),
            f"rounds 写了 {len(item.rounds)} 轮，最多只有 {item.max_information_rounds} 轮。",
            f"{len(item.rounds)} rounds are written; {item.max_information_rounds} are allowed.",
            "请删去多余的一轮，或提高 max_information_rounds。",
            "Remove what is too much, or raise max_information_rounds.",
        )
    for at, terms in enumerate(item.rounds):
        if terms.round != at + 1:
            yield Finding(
                "rounds_out_of_order",
                (*path, "rounds", at, "round"),
                f"此处应为第 {at + 1} 轮。",
                f"This is round {at + 1}.",
                f"请写 round: {at + 1}；最后一轮的时限也用于其后各轮。",
                f"Write `round: {at + 1}`; the last one's limits hold for later rounds.",
            )
        if terms.answer is None and terms.review is None:
            yield Finding(
                "empty_round",
                (*path, "rounds", at),
                "这一轮没有任何时限。",
                "This round has no limit at all.",
                "请写 answer 或 review，或删去。",
                "Write `answer` or `review`, or remove it.",
            )
        elif terms.review is not None and is_longer(terms.review, item.limits.statutory):
            yield Finding(
                "round_longer_than_limit",
                (*path, "rounds", at, "review"),
                "补正后的办理时限长于法定时限。",
                "The review after an answer takes longer than the law gives in all.",
                f"请不超过 {item.limits.statutory.figure} {item.limits.statutory.unit}。",
                f"At most {item.limits.statutory.figure} {item.limits.statutory.unit}(s).",
            )


def _procedures(path: Path, item: Item) -> Iterator[Finding]:
    for at, procedure in enumerate(item.procedures):
        ground = procedure.stop_ground
        if ground is not None and ground not in item.stop_grounds:
            yield Finding(
                "stop_ground_not_of_item",
                (*path, "procedures", at, "stop_ground"),
                f"“{ground}”不在该事项的 stop_grounds 中，计时不能因此停止。",
                f"{ground!r} is not among the item's stop_grounds: its clock cannot stop for it.",
                "请加入该事项的 stop_grounds，或删去 stop_ground（计时照常）。",
                "Add it to the item's stop_grounds, or leave stop_ground out: the clock runs on.",
            )


def _gaps(pack: Pack, path: Path, item: Item) -> Iterator[Finding]:
    if item.accepts_gaps and pack.procedure.gaps_supply is None:
        yield Finding(
            "gaps_without_limit",
            (*path, "accepts_gaps"),
            "允许容缺受理，却没有补齐的时限。",
            "Acceptance with gaps is allowed, but nothing says by when they are filled.",
            "请在 procedure 中写 gaps_supply。",
            "Write procedure.gaps_supply.",
        )


def _commitment(path: Path, item: Item) -> Iterator[Finding]:
    simplified = None if item.routes is None else item.routes.simplified
    if simplified is not None and (simplified.commitment or simplified.rectify):
        yield Finding(
            "commitment_without_filing",
            (*path, "routes", "simplified"),
            "只有承诺备案才签署承诺书、限期整改。",
            "Only what is filed by commitment has a commitment and a time to rectify.",
            "请删去 commitment 与 rectify。",
            "Remove `commitment` and `rectify`.",
        )


def _priority(path: Path, priority: Priority) -> Iterator[Finding]:
    if priority.committed_percent.value >= 100:
        yield Finding(
            "priority_without_effect",
            (*path, "committed_percent", "value"),
            "列入名单后承诺时限并未缩短。",
            "Being on the list shortens nothing.",
            "请写小于 100 的百分比：列入后保留的承诺时限。",
            "Write less than 100: what is left of the committed limit, in percent.",
        )


def _texts(pack: Pack) -> Iterator[Finding]:
    signed = {
        item.routes.commitment_and_filing.commitment
        for item in pack.items
        if item.routes is not None and item.routes.commitment_and_filing is not None
    }
    for at, text in enumerate(pack.commitment_texts):
        if text.id not in signed:
            yield Finding(
                "commitment_never_signed",
                ("commitment_texts", at, "id"),
                f"没有事项使用承诺书“{text.id}”。",
                f"No item has the commitment {text.id!r} signed.",
                "请在 commitment_and_filing 的 commitment 中使用，或删去。",
                "Name it as `commitment` of a commitment_and_filing route, or remove it.",
            )


def _reconsideration(pack: Pack) -> Iterator[Finding]:
    shared = pack.procedure
    if shared.reconsideration_request is not None and shared.reconsideration is None:
        yield Finding(
            "reconsideration_half_written",
            ("procedure", "reconsideration_request"),
            "写了申请复核的时限，却没有复核决定的时限。",
            "There is a time to ask for reconsideration, but none to decide on it.",
            "请加上 reconsideration。",
            "Add `reconsideration`.",
        )
