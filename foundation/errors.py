"""Every way in which Docking says no.

::

    DockingError                 code + message + named facts; never an HTTP status
    ├── InvalidInput             a value given from outside is wrong; names the field
    ├── NotFound                 the thing asked for is not there (or not yours to see)
    ├── Conflict                 the thing has moved on since you looked, or the step is not open now
    ├── NotAllowed               this actor may not do this
    ├── NotReady                 something must be done first (import knowledge, build the index)
    ├── Unavailable              an outside part does not answer (model server, database, disk)
    └── ConfigurationError       a setting is wrong; names the setting

``code`` is stable and meant for programs (``docs/errors.md`` lists all of them); the message is a Chinese
sentence with ``{named}`` facts, translated by :mod:`foundation.language`. Mapping to HTTP lives in
``api/problems.py``. Faults in a user's *data* are not errors but findings (row, column, reason).
"""

from __future__ import annotations

from foundation.language import Language, render

Fact = str | int | bool | None


class DockingError(Exception):
    """Base of the tree: a stable ``code``, a translatable ``message`` and the named ``facts`` in it."""

    def __init__(self, code: str, message: str, /, **facts: Fact) -> None:
        self.code = code
        self.message = message
        self.facts = facts
        super().__init__(code, message)

    def text(self, language: Language = "zh") -> str:
        """The sentence for a person, in ``language``."""
        return render(self.message, self.facts, language)

    def __str__(self) -> str:
        return self.text()


class InvalidInput(DockingError):
    """A value given from outside is wrong. ``facts['field']`` names it where there is one."""


class NotFound(DockingError):
    """The thing asked for is not there, or not this actor's to see (the two look alike on purpose)."""


class Conflict(DockingError):
    """A lost race, a stale version, or a step that is not open in the present state."""


class NotAllowed(DockingError):
    """The actor may not do this."""


class NotReady(DockingError):
    """Something has to be done first; the message says what."""


class Unavailable(DockingError):
    """An outside part does not answer."""


class ConfigurationError(DockingError):
    """A setting is wrong. ``facts['setting']`` names it."""
