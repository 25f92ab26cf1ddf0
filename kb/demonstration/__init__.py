"""The demonstration world: twenty invented inspection centres, their annexes, people, equipment, and demands.

Everything here is made up and says so: every centre, host institution, certificate number and person carries 示范 or
``DEMO``. Only the standards are real. The annexes are *files* in the layouts that centres really hand in, so that a
demonstration goes through the same importer as the work does (S0-02, S0-13, S0-28, S0-30).
"""

from kb.demonstration.world import (
    AnnexFile,
    DemonstrationCentre,
    DemonstrationDemand,
    Expectation,
    World,
    files,
)

__all__ = ["AnnexFile", "DemonstrationCentre", "DemonstrationDemand", "Expectation", "World", "files"]
