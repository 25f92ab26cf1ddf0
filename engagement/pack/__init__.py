"""The closure pack: one ZIP of everything that was agreed, done, measured and found, which proves itself.

::

    zipping          named bytes ↔ a ZIP: the same members, the same bytes                    pure
    manifest         what lies in a pack, with size, SHA-256 and purpose; its own digest      pure
    evidence         the demand and the match as a pack shows them
    content          an engagement → the members of its pack                                  pure
    chapters         what the pages tell of terms, people and what came of it                 pure
    summary          the pages for people, in Chinese and English                             pure
    withholding      what is left out at a secret level, and what stays to check              pure
    second_opinion   verdicts of criteria on a way of their own                               pure
    verifying        a pack, and nothing else → the first thing that does not hold            pure
    recorded         is it the pack that this house made: the audit chain knows
    store, making    which packs were made; make one
"""
