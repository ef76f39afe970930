"""Names of a pack's parts, from the pack."""

from policy.loader import load_pack
from policy.model import Pack
from policy.problem import PackRefused, UnknownPack
from services.notify.domain.names import Words


class PackNames:
    """Looks names up in one pack; what is not known there is called by its id."""

    def __init__(self, pack_id: str) -> None:
        self._pack: Pack | None = None
        try:
            self._pack = load_pack(pack_id).pack
        except (UnknownPack, PackRefused):
            # A message with ids is better than none.
            return

    def item(self, id_: str) -> Words:
        return self._name(id_, "items")

    def stage(self, id_: str) -> Words:
        return self._name(id_, "stages")

    def department(self, id_: str) -> Words:
        return self._name(id_, "departments")

    def ground(self, id_: str) -> Words:
        return self._name(id_, "stop_grounds", "refusal_grounds")

    def procedure(self, id_: str) -> Words:
        items = self._pack.items if self._pack else ()
        found = (each.name for item in items for each in item.procedures if each.id == id_)
        name = next(found, None)
        return Words(name.zh, name.en) if name else Words(id_, id_)

    def programme(self, id_: str) -> Words:
        return self._name(id_, "programmes")

    def _name(self, id_: str, *sections: str) -> Words:
        for section in sections if self._pack else ():
            assert self._pack is not None
            try:
                name = self._pack.name_of(section, id_)
            except KeyError:
                continue
            return Words(name.zh, name.en)
        return Words(id_, id_)
