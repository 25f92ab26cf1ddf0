"""``/engagements``: services in progress over HTTP.

::

    party          who is at the door: a coordinator with a key, a party with a link of this very engagement
    project        whose turn it is; one engagement, its log, a route for every step of the table
    links          a way in for a person of a party; invitations to answer, once
    papers         the agreement as DOCX or PDF, what changed between two offers
    files          handed in, listed, read back
    packs          the closure pack: made, downloaded, checked
    afterwards     indicator values of closed engagements, reports of effects that are due
    retention      what is due, held and erased; hold, release, erase
    invitation     what the holder of an invitation answers
"""
