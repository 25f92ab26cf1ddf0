"""``docking intake attach``: hand a file in with a demand."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import AsJson, InputFile, Language

Talk = Annotated[
    str | None, typer.Option("--conversation", help="对话编号；不写就新开一个 / talk; a new one without it")
]


def attach(file: InputFile, conversation: Talk = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Keep the original, read its text, and say what was read. docx, xlsx, pdf, csv, txt, png, jpg, webp."""
    from api.cli.printing import emit, language, say
    from api.talks.attaching import attach_file
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from intake.service import start_conversation

    with open_house() as house:
        with file.open("rb") as source:
            content = source.read(house.settings.max_upload_bytes + 1)
        if conversation is None:
            with house.working(OPERATOR) as work:
                conversation = start_conversation(work).id
        taken = attach_file(house, OPERATOR, conversation, file.name, content)
        if as_json:
            emit(taken.model_dump(mode="json"))
            return
        say("对话 {conversation}，附件 {attachment}", conversation=conversation, attachment=taken.attachment.id)
        for sentence in taken.reply.sentences:
            typer.echo(sentence.text(language()))


def tidy(as_json: AsJson = False, lang: Language = None) -> None:
    """Remove what interrupted uploads left behind: files, an hour old, that no row names."""
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from foundation.actors import SYSTEM
    from intake.attachments.service import sweep

    with open_house() as house:
        with house.working(SYSTEM) as work:
            removed = sweep(work, house.settings.attachments_dir)
        if as_json:
            emit({"removed": removed})
        else:
            say("清理了 {count} 个没有登记的文件", count=removed)
