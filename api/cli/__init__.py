"""The ``docking`` command: one file per group; nothing heavy is imported before it is needed."""

import gc

from foundation.long_lived import ALLOCATIONS

# Most of a short command is importing, which leaves no garbage to look for.
gc.set_threshold(ALLOCATIONS)
