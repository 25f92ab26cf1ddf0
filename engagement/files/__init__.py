"""The files of an engagement: offers, scanned copies, reports, each kept once under its SHA-256 beside the log.

::

    kept      what is known of a file                                     pure
    store     rows in, values out; the bytes lie in the database
    service   keep, read, list: the gate of attachments, one trace per file
"""

from engagement.files.kept import KeptFile
from engagement.files.service import expect_kept, keep, list_kept, look_into, read

__all__ = ["KeptFile", "expect_kept", "keep", "list_kept", "look_into", "read"]
