"""The digest a project is pinned to: the pack's meaning, not its layout or its comments."""

import hashlib
import json

from policy.model import Pack


def digest_of(pack: Pack) -> str:
    """``sha256:`` and the hash of the pack's canonical JSON.

    Defaults are left out, so that a field added to the format later does not change the digest of
    a pack that does not use it. Order in lists counts: the order of stages is the course.
    """
    content = pack.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
