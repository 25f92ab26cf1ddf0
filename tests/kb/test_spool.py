"""What is looked at of mapped files is given back above the budget."""

from __future__ import annotations

import numpy as np

from kb.spool import MappedFiles, Spool

MIB = 1 << 20


def held() -> int:
    """Bytes of files in this process's memory, as the system tells it."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[2]) * 4096


def test_mapped_files_give_their_memory_back_above_the_budget_and_not_before() -> None:
    spool = Spool()
    for _ in range(32):
        spool.write(bytes(MIB))
    buffer = spool.mapped()
    mapped = MappedFiles([buffer], budget=16 * MIB)
    before = held()
    np.frombuffer(buffer, np.uint8)[: 8 * MIB].max()
    mapped.keep_within_budget()
    assert held() >= before + 6 * MIB
    np.frombuffer(buffer, np.uint8).max()
    mapped.keep_within_budget()
    assert held() < before + 6 * MIB
