"""The materials and grades that a demand names: ABS, 42CrMo, 8.8级, 交联聚乙烯."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.demand import Reading
from intake.reading.negation import is_denied
from intake.reading.noun_phrases import tokens
from intake.reading.statement import Statement, reading

_KIND_OF_MATERIAL = re.compile(
    r"(?:(?:线性|超)?(?:低|中|高)密度|(?:超高)分子量|交联|氯化|氯磺化|改性|发泡|可发性|再生|阻燃|玻纤增强|碳纤维?增强"
    r"|增强|双向拉伸|不饱和|热塑性|硬质|软质|无氧|奥氏体|双相|沉淀硬化|马氏体|铸造|变形|压铸)+$"
)
"""What may stand before a material and belongs to its name (``交联聚乙烯``)."""


def read_materials(statement: Statement) -> Iterator[Reading]:
    """Materials and grades that are named (ABS, 42CrMo, 8.8级), each once; a denied one (不是ABS) is not read."""
    seen: set[str] = set()
    for clause in statement.own:
        for token in tokens(clause.text):
            known = token.part == "material" or (token.part == "number" and token.text in ("304", "316", "430", "201"))
            if not known or token.text.lower() in seen or is_denied(clause.text, token.start):
                continue
            if token.text.isdigit() and not re.match(r" ?(?:不锈|钢|材质|料)", clause.text[token.end :]):
                continue
            seen.add(token.text.lower())
            kind = _KIND_OF_MATERIAL.search(clause.before(token.start)) if token.part == "material" else None
            start = clause.start + token.start - (len(kind[0]) if kind else 0)
            yield reading(statement, "material", None, clause.utterance, start, clause.start + token.end, "material")
