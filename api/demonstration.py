"""The demonstration world, brought in through the same doors as everything else: annex files and the importer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from api.wiring import House
from foundation.actors import SYSTEM
from foundation.audit import entries
from foundation.errors import NotReady
from kb.demonstration import World, files
from kb.importing.reading import read_annex
from kb.profiles import put_profiles
from kb.service import import_annex, put_centres, put_equipment, put_experts

Progress = Callable[[int, int], None]
SUBJECT = "demonstration"


def furnish(house: House, progress: Progress | None = None) -> World:
    """Import the world, all or nothing, and index it. Where this very world stands already, nothing is done."""
    world = files()
    digest = _digest(world)
    with house.reading() as session:
        before = entries(session, SUBJECT)
    if not before or before[-1].facts.get("digest") != digest:
        _import(house, world, digest, progress)
        house.refresh_index(progress)
    elif not _is_indexed(house):
        house.refresh_index(progress)
    return world


def _import(house: House, world: World, digest: str, progress: Progress | None) -> None:
    annexes = [(held.centre.id, annex) for held in world.centres for annex in held.annexes]
    read = []
    for done, (centre_id, annex) in enumerate(annexes, start=1):
        read.append((centre_id, annex.qualification, read_annex(annex.path)))
        if progress is not None:
            progress(done, len(annexes))
    with house.working(SYSTEM) as work:
        put_centres(work, [held.centre for held in world.centres])
        put_profiles(work, [held.profile for held in world.centres])
        for centre_id, qualification, content in read:
            import_annex(work, content, centre_id, qualification)
        put_experts(work, world.experts)
        put_equipment(work, world.equipment)
        work.record("demonstration.furnished", SUBJECT, {"digest": digest, "centres": len(world.centres)})


def _is_indexed(house: House) -> bool:
    try:
        house.snapshot.require_model(house.embedder.identity)
    except NotReady:
        return False
    return True


def _digest(world: World) -> str:
    """SHA-256 of the world's values and of its annex files."""
    covered = hashlib.sha256(world.model_dump_json(exclude={"centres": {"__all__": {"annexes"}}}).encode())
    for held in world.centres:
        for annex in held.annexes:
            covered.update(annex.path.read_bytes())
    return covered.hexdigest()
