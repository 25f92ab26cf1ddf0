"""The people's ways into a project without an account: links, each for one person and one purpose, and nothing else.

::

    link        the value: for whom, what for, until when; the token is the key and is kept nowhere     pure
    store       rows in, values out: by the SHA-256 of the token only
    giving      give a link out, take it back, list them; open one for an enterprise that is known already
    knocking    who is behind a token, and what it opens
    answering   the questionnaire (H13) and the effects (H14), once for each link
    needs       who needs to know what of a project                                                     pure
    seeing      the project and its log as one party sees it                                            pure
    reading     what somebody opens of it: whether they may, and the trace that they did
"""
