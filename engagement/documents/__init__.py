"""The agreement as a paper: drafted from demand and offer, in the words of a template that a centre may replace.

::

    content    what a template may say: every tag and its value                      pure
    template   the shipped template, made from text, so that a change of it is seen  pure
    filling    template + content → DOCX; a broken or incomplete template is refused with tag and line
    printing   that DOCX → PDF: one wording for both
    service    the use case: which version, whose template
"""
