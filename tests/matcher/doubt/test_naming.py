"""A gap names what was stated or what somebody has a name for, never what was only read from the text."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.language import translate
from intake.demand import Draft, Reading
from intake.fields import FieldName
from intake.reading.record import read_draft
from matcher.doubt.naming import is_asked_for, is_borne_out, product_of, unnamed
from matcher.doubt.unmet import unmet
from matcher.matchlist import MatchList
from matcher.query import Wanted
from matcher.service import wanted_of
from matcher.task_matches import TaskMatches
from matcher.understood import Beyond
from tests.shipped import knowledge as written_knowledge

DAY = date(2026, 12, 1)
HURT = "去年骑电瓶车被撞，腰椎断了一节，现在要打官司，叫我去评个伤残等级"


def read(text: str, **guessed: str) -> Wanted:
    return Wanted(text=text, planned_on=DAY, guessed=("product", "parameters"), **guessed)


def gap_of(wanted: Wanted, beyond: Beyond | None) -> tuple[str | None, str | None, str | None]:
    (gap,) = unmet(found(beyond), wanted)
    return gap.product, gap.parameter, gap.field


def found(beyond: Beyond | None) -> TaskMatches:
    nobody: dict[str, tuple[()]] = {"hits": (), "centres": (), "experts": ()}
    index = {"index_identity": "i", "model_identity": "m", "policy_version": "p", "policy_digest": "d"}
    return TaskMatches(whole=MatchList.model_validate({**index, **nobody, "planned_on": DAY, "beyond": beyond}))


class TestAProductThatWasOnlyRead:
    @pytest.mark.parametrize("junk", ["骑电瓶车", "村后头", "店早关门", "学柑橘", "门螺杆"])
    def test_is_no_name_where_nobody_knows_it(self, junk: str) -> None:
        beyond = Beyond(field="legal_disputes", things=("电瓶车", "螺杆", "柑橘"))
        assert product_of(beyond, read(HURT, product=junk)) is None

    def test_is_one_where_a_trade_has_a_name_for_it_or_for_its_kind(self) -> None:
        beyond = Beyond(field="legal_disputes", things=("电池", "铜芯电缆"))
        assert product_of(beyond, read(HURT, product="铜芯电缆")) == "铜芯电缆"
        assert product_of(beyond, read(HURT, product="磷酸铁锂电池")) == "磷酸铁锂电池"

    def test_gives_way_to_the_name_that_the_field_beyond_has(self) -> None:
        assert product_of(Beyond(field="veterinary", product="母猪"), read(HURT, product="存栏")) == "母猪"

    def test_stands_where_the_matter_belongs_to_a_trade(self) -> None:
        assert product_of(Beyond(), read(HURT, product="陶瓷火焰筒")) == "陶瓷火焰筒"
        assert product_of(None, read(HURT, product="陶瓷火焰筒")) == "陶瓷火焰筒"

    def test_is_the_recognised_instrument_where_only_its_verification_is_named(self) -> None:
        beyond = Beyond(things=("医院", "绑胳膊量血压的"))
        asked = read("卫生院绑胳膊量血压的要检定", parameters=("检定",))
        assert gap_of(asked, beyond) == ("绑胳膊量血压的", "检定", None)
        assert gap_of(read("卫生院要检定", parameters=("检定",)), Beyond()) == (None, "检定", None)
        assert gap_of(read("绑胳膊量血压的", parameters=("示值误差",)), beyond) == (None, "示值误差", None)

    def test_stands_where_it_was_stated_whatever_anybody_knows(self) -> None:
        stated = Wanted(text=HURT, planned_on=DAY, product="村后头")
        assert product_of(Beyond(field="legal_disputes", product="遗嘱"), stated) == "村后头"


class TestWhatAnEnterpriseSaid:
    def test_is_told_from_what_was_read_from_its_text(self) -> None:
        draft = read_draft("", "我厂的不锈钢保温杯想测保温效能")
        assert "product" in wanted_of(draft, "t", "", DAY).guessed
        assert "product" not in wanted_of(draft, "t", "", DAY, is_confirmed=True).guessed

    @pytest.mark.parametrize("field", ["product", "parameters"])
    def test_in_answer_to_the_question_is_no_guess(self, field: FieldName) -> None:
        for origin, is_guessed in (("quoted", True), ("confirmed", False)):
            draft = Draft(readings=(Reading(field=field, value="索力", origin=origin),))
            assert (field in wanted_of(draft, "t", "", DAY).guessed) is is_guessed

    def test_leaves_the_input_of_a_run_as_it_was_where_nothing_was_guessed(self) -> None:
        assert "guessed" not in Wanted(text="t", planned_on=DAY).model_dump_json()


class TestATestBeyond:
    def test_that_is_asked_for_by_name_goes_before_a_deed_told_beside(self) -> None:
        beyond = Beyond(
            field="forensic_injury", test="伤残等级鉴定", act="法律事务", asked="腰椎断了一节，现在要打官司"
        )
        assert gap_of(read(HURT), beyond)[1] == "伤残等级鉴定"
        other = beyond.model_copy(update={"test": "精神状态鉴定"})
        assert gap_of(read(HURT), other)[1] == "去年骑电瓶车被撞，腰椎断了一节，现在要打官司"

    def test_goes_before_parameters_that_were_only_read(self) -> None:
        beyond = Beyond(field="hazards", test="活动断层探测")
        text = "拟建区距断层一公里，需做活动断层探测，目标区面积28平方公里"
        assert gap_of(read(text, parameters=("目标区面积",)), beyond)[1] == "活动断层探测"
        stated = Wanted(text=text, planned_on=DAY, parameters=("目标区面积",))
        assert gap_of(stated, beyond)[1] == "目标区面积"

    def test_is_borne_out_by_what_it_is_of_and_not_by_what_is_done(self) -> None:
        assert is_borne_out("声纹鉴定", "想做声纹的比对")
        assert not is_borne_out("伤情鉴定", "想给玉镯做鉴定")
        assert is_asked_for("伤残等级鉴定", HURT)
        assert not is_asked_for("个人征信修复咨询", "征信花了")


class TestTheFieldBeyond:
    def test_is_told_where_it_is_sure_and_the_test_is_not(self) -> None:
        beyond = Beyond(field="pets", title="宠物诊疗与服务")
        assert gap_of(read("俺家狗拉血两天了，能不能化验一下"), beyond)[2] == "宠物诊疗与服务"
        tested = beyond.model_copy(update={"test": "犬细小病毒检测"})
        assert gap_of(read("俺家狗怕是细小病毒，能不能化验一下"), tested) == (None, "犬细小病毒检测", None)

    def test_is_told_in_both_languages(self) -> None:
        (gap,) = unmet(found(Beyond(field="pets", title="宠物诊疗与服务")), read("猫不吃食"))
        assert gap.says.text("zh") == "没有中心能做“猫不吃食”（宠物诊疗与服务）"
        assert gap.says.text("en").endswith("(pet animals)")

    def test_is_told_after_a_product_that_stands_once(self) -> None:
        beyond = Beyond(field="musical_instruments", product="小提琴", words=("小提琴声音发闷",))
        (gap,) = unmet(found(beyond), read("小提琴声音发闷，想请人估价"))
        assert (gap.product, gap.parameter) == ("小提琴", "小提琴声音发闷，想请人估价")
        assert gap.says.text("zh") == "没有中心能做“小提琴声音发闷，想请人估价”"

    def test_is_told_without_the_plain_name_where_the_demand_has_its_own_word_for_the_thing(self) -> None:
        beyond = Beyond(field="aged_care", product="性早熟儿童（八岁来月经）", words=("闺女八岁来月经了",))
        (gap,) = unmet(found(beyond), read("闺女八岁来月经了，想拍个骨龄片"))
        assert gap.product == "性早熟儿童（八岁来月经）"
        assert gap.says.text("zh") == "没有中心能做“闺女八岁来月经了，拍个骨龄片”"
        (other,) = unmet(found(beyond), read("想拍个骨龄片"))
        assert other.says.text("zh") == "没有中心能做“性早熟儿童（八岁来月经） · 拍个骨龄片”"

    def test_has_its_english_name_in_the_catalogue_wherever_it_ships(self) -> None:
        for field in written_knowledge().beyond:
            assert translate(field.zh, "en") == field.en


class TestTheWishBesideAName:
    TEXT = "法院委托对交通事故伤者做护理依赖程度评定，另问误工和营养期"

    def test_is_told_where_the_knowledge_has_a_name_for_the_test(self) -> None:
        beyond = Beyond(field="forensic_injury", test="误工护理营养期鉴定", words=("法院委托对交通事故伤者",))
        (gap,) = unmet(found(beyond), read(self.TEXT))
        assert gap.parameter == "误工护理营养期鉴定"
        assert gap.wish is not None
        assert "护理依赖程度评定" in gap.wish
        assert gap.says.text("zh") == f"没有中心能做“误工护理营养期鉴定”（原话：{gap.wish}）"
        assert gap.says.text("en") == f"no centre can do “误工护理营养期鉴定” (in its own words: {gap.wish})"

    def test_is_not_told_beside_parameters_that_somebody_stated(self) -> None:
        beyond = Beyond(field="forensic_injury", test="误工护理营养期鉴定")
        (gap,) = unmet(found(beyond), Wanted(text=self.TEXT, planned_on=DAY, parameters=("护理依赖程度",)))
        assert (gap.parameter, gap.wish) == ("护理依赖程度", None)

    def test_is_not_told_twice(self) -> None:
        beyond = Beyond(field="pets", test="犬细小病毒检测")
        (gap,) = unmet(found(beyond), read("犬细小病毒检测"))
        assert gap.wish is None
        assert "wish" not in gap.model_dump()

    def test_holds_no_telephone(self) -> None:
        beyond = Beyond(field="pets", test="犬细小病毒检测")
        (gap,) = unmet(found(beyond), read("俺家狗怕是细小病毒，想化验一下，电话13912345678"))
        assert gap.wish is not None
        assert "139" not in gap.wish


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("保险公司不认账", "保险公司不认账"),
        ("与船公司交涉并安排转港", "与船公司交涉并安排转港"),
        ("工程爆破公司，炸药要做爆速", "工程爆破公司，炸药要做爆速"),
        ("明达保险公司不认账", "某企业不认账"),
    ],
)
def test_a_kind_of_company_is_nobodys_name(words: str, told: str) -> None:
    assert unnamed(words) == told
