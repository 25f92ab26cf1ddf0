"""Closure packs at a door: made by the settings of the house, checked with or without its audit chain."""

from __future__ import annotations

from typing import Any

from api.wiring import House
from engagement.pack.assembling import Pack
from engagement.pack.making import make_pack
from engagement.pack.recorded import recorded_fault
from engagement.pack.verifying import verified
from foundation.actors import Actor
from foundation.errors import NotAllowed
from foundation.language import Language
from foundation.values import Value


class PackChecked(Value):
    """What came out of a check; ``fault`` is the first thing that does not hold."""

    holds: bool
    fault: str | None = None
    manifest: dict[str, Any] | None = None
    """Without its list of members."""
    entries: int
    members: int
    is_withheld: bool
    """Secret parts were left out: the chain was followed by digests."""
    is_recorded: bool | None = None
    """Whether the audit chain of this house remembers it; null where nobody asked, or the pack itself does not hold."""


def made(house: House, actor: Actor, engagement_id: str, with_secret: bool, with_files: bool) -> Pack:
    """The pack of a closed engagement. Errors as :func:`engagement.pack.making.make_pack`."""
    years = house.settings.pack_kept_years
    with house.working(actor) as work:
        return make_pack(work, engagement_id, with_secret=with_secret, with_files=with_files, kept_years=years)


def checked(
    house: House, actor: Actor, pack: bytes, digest: str | None, is_here: bool, language: Language
) -> PackChecked:
    """A pack from anywhere; ``is_here``: held against the audit chain too.

    Raises NotAllowed for others than the desk: a pack made to be slow takes minutes, so strangers check on a machine
    of their own, where nothing but the pack is needed.
    """
    if not actor.holds("coordinator"):
        raise NotAllowed(
            "pack_check_for_coordinators",
            "接口上只有协调员可以核对材料包；别人在自己的机器上用 docking engagement verify 核对，不需要数据库",
        )
    found = verified(pack, digest)
    fault, is_recorded = found.fault, None
    if is_here and fault is None and found.manifest is not None:
        with house.reading() as session:
            fault = recorded_fault(session, found.manifest)
        is_recorded = fault is None
    manifest = found.manifest.model_dump(mode="json", exclude={"members"}) if found.manifest else None
    told = found.model_dump(exclude={"manifest", "fault"})
    return PackChecked(
        holds=fault is None,
        fault=fault.text(language) if fault else None,
        manifest=manifest,
        is_recorded=is_recorded,
        **told,
    )
