"""When two ways of writing a contract's reference mean the same contract."""

import unicodedata

from services.funding.domain.errors.application import BadContractReference

_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−"}


def contract_key(reference: str) -> str:
    """What two ways of writing one contract reference have in common.

    Case, width, spaces and the kind of dash do not make another contract.
    """
    folded = unicodedata.normalize("NFKC", reference).casefold().translate(_DASHES)
    key = "".join(folded.split())
    if not any(letter.isalnum() for letter in key):
        raise BadContractReference()
    return key
