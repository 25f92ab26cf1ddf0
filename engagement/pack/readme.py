"""``README.txt`` of a pack: what it is and how to check it, for a clerk, in Chinese and English."""

from __future__ import annotations

README = """\
项目终结材料包
==============

先看 summary.html（中文）或 summary.en.html（英文），用浏览器打开，不需要网络。
MANIFEST.json 列出每个文件的大小、SHA-256 和用途；最后的 digest 是整个包的摘要。
保存时请把这个摘要另外记在一处（例如写进归档登记簿）：有了它，谁换过这个包都看得出来。

核对：装有 Docking 的电脑上运行
    docking engagement verify 这个包.zip
不需要数据库和网络。它重新计算每个文件的摘要、日志链、项目记录、验收判定和协议摘要，
不一致时指出第一处。另记了摘要的，加上 --digest 摘要；在做包的那台电脑上可以加 --here，与那里的审计链核对。

不要解压后改动再压缩：内容没变，包也不再是原来的包。


Closure pack of a project
=========================

Begin with summary.html (Chinese) or summary.en.html (English) in a browser; no network is needed.
MANIFEST.json lists every file with size, SHA-256 and purpose; "digest" at its end stands for the whole pack.
Please note that digest in a second place (a register, say): whoever keeps it can tell any other pack from this one.

To check, on a computer with Docking:
    docking engagement verify THIS-PACK.zip
It needs neither database nor network. It computes every digest, the chain of the log, the record, the verdicts and
the digests of the agreements anew and names the first difference. With a digest kept elsewhere add --digest DIGEST;
on the computer where it was made --here holds it against the audit chain there.

Do not unpack, change and pack it again: even with the same content it is no longer the pack that was made.
"""
