"""Who issues standards: the letters a standard number may begin with (GB/T 20000 family, ISO, foreign bodies)."""

from __future__ import annotations


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CHINESE_CODES = _listed(
    """
    GB GBZ GBJ GBW GBn GJB GSB AQ BB BD BMB CAS CB CBZ CCEC CCGF CECS CH CHS CJ CJJ CNAB CNCA CQC CW CY DA DL DY DZ
    EJ FZ FZJJ GA GC GD GF GH GM GY HB HBC HBm HBZ HCRJ HG HGJ HJ HS HY JB JBJ JC JCJ JG JGJ JJF JJG JR JT JTJ JTS
    JY JYT KA KJ KY LB LBT LD LS LY LYJ MH MT MTJ MZ NB NY PB QB QC QJ QX RB RFJ RHB RF SB SBJ SC SD SDJ SF SH SHJ
    SJ SJJ SL SLJ SN SQ SW SY SYJ TB TBJ TD TSG TY WB WH WJ WM WS WW XB XF XJ YB YBJ YBB YC YD YDB YDJ YDN YJ YS YSJ
    YY YZ YZB ZB ZBB ZBE ZBG ZBJ ZBK ZBN ZBW ZBY ZY ZYB ZZB
    """
)
"""National and industry codes; the recommended kind adds ``/T``, guidance ``/Z``."""

INTERNATIONAL_CODES = _listed(
    """
    ISO IEC CISPR CIE OIML IDF ITU IEEE ETSI CENELEC CEN ASTM
    """
)
"""Bodies whose numbers may be joined: ISO/IEC, IEC/IEEE, ISO/ASTM."""

EUROPEAN_CODES = _listed(
    """
    EN BS DIN NF UNI UNE NBN NEN SFS SS DS PN CSN STN SIS SNV ONORM OENORM AS NZS GOST ГОСТ HD VDE VDI SANS TIS
    """
)
"""National prefixes that stand alone or before EN, ISO, IEC."""

DELIVERABLES = _listed(
    """
    TR TS PAS TTA IWA GUIDE Guide DIS FDIS R T A C
    """
)
"""Kinds of document that follow ISO or IEC: ISO/TS, IEC TR."""

LETTERED_BODIES = _listed(
    """
    AATCC AAMI AAMA AASHTO ADR AFNOR AHAM AISI ANSI AOAC AOCS API ARP ASABE ASHRAE ASME ASQ AWS AWWA BIFMA CEC CIPAC
    CLSI CNS CPAI CPSC CSA DO ECE ECSS EIA EPA ESD FDA FMVSS GMW HL7 IATA ICH ICUMSA IEST IFRA IPC ISTA ITF JASO
    JEDEC JESD KS MIL MPIF NACE NASA NEMA NFPA NIOSH NIST NMX NOM NSF OECD OEKO OSHA PV QCVN RTCA RTM SAE SEMI SMTS
    TAPPI TCVN TIA TL UL USP VDA VW WHO WSP WRC
    """
)
"""Bodies with letters before the figures: SAE J2334, MIL-STD-810G, UL 94."""

MINISTRIES = _listed(
    """
    农业农村部 农业部 国家质检总局 国家质量监督检验检疫总局 国家市场监督管理总局 市场监管总局
    国家食品药品监督管理总局 国家食品药品监督管理局 国家药品监督管理局 国家药监局 食品药品监管总局
    国家卫生健康委员会 国家卫生健康委 国家卫生计生委 卫生部 国家环境保护总局 环境保护部 生态环境部 工业和信息化部
    海关总署 国家粮食局 总局
    """
)
"""Issuers of announcements that count as methods: 农业部1077号公告-1-2008."""

LAX_NUMBERS = frozenset({"BJS", "BJH", "BJY", "KJ"})
"""Supplementary methods whose number begins with its year and has no other (BJS 201710)."""
