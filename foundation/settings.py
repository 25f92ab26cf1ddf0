"""Settings: one frozen object, read once at the door from ``DOCKING_…``; nothing else reads the environment."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from foundation.actors import RESERVED
from foundation.errors import ConfigurationError
from foundation.values import Value

_CHECKOUT = Path(__file__).resolve().parent.parent


def _default_data_dir() -> Path:
    """``var/`` beside the code in a checkout, the user's data folder when installed."""
    return _CHECKOUT / "var" if (_CHECKOUT / "run.py").is_file() else user_data_path("docking")


class Coordinator(Value):
    """A person who reviews with a key of their own; ``organisation`` is the centre or host they belong to, if any."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")
    name: str = Field(min_length=1, max_length=40)
    key: SecretStr = Field(min_length=16, max_length=200)
    organisation: str | None = Field(default=None, min_length=1, max_length=64)


class Settings(BaseSettings):
    """Everything that can be set, each with a default that works on a laptop with no network."""

    model_config = SettingsConfigDict(env_prefix="DOCKING_", frozen=True, extra="ignore", hide_input_in_errors=True)

    data_dir: Path = Field(default_factory=_default_data_dir, description="数据目录：数据库和索引放在这里")
    database_url: str = Field(default="", description="数据库地址；空 = 数据目录里的 SQLite；也可 postgresql://…")
    cache_dir: Path | None = Field(default=None, description="缓存目录，可随时删除；空 = 数据目录里的 cache")
    knowledge_dir: Path | None = Field(
        default=None, description="本单位自己的行业知识文件（*.yaml）所在目录；空 = 只用附带的"
    )
    embedder: str = Field(default="embedded", description="句向量模型：embedded（随程序附带）、模型名或本地目录")
    embedder_device: str = Field(default="cpu", description="句向量模型运行的设备")
    reranker: str = Field(default="", description="重排模型（交叉编码器）：模型名或本地目录；空 = 不用")
    language: Literal["zh", "en"] = Field(default="zh", description="界面语言")
    model_base_url: str = Field(default="", description="大语言模型服务地址（OpenAI 协议）；空 = 不用模型")
    model_name: str = Field(default="", description="大语言模型名称")
    model_api_key: SecretStr = Field(default=SecretStr(""), description="大语言模型密钥")
    model_timeout_seconds: float = Field(default=20.0, gt=0, le=600, description="等模型回答的最长秒数")
    model_on_premises: bool = Field(default=False, description="模型服务在本单位内网（决定哪些密级可以送去）")
    operator_key: SecretStr = Field(default=SecretStr(""), description="协调员接口密钥；空 = 不开放协调员接口")
    coordinators: tuple[Coordinator, ...] = Field(
        default=(),
        description='各位协调员，JSON：[{"id":"li","name":"李工","key":"至少 16 个字符","organisation":"…"}]；'
        "organisation 是本人所在的中心或依托单位，可不写；两人评审需要两位",
    )
    review_policy: Path | None = Field(
        default=None, description="本单位的评审规则文件（yaml）：评审项、权重、通过线、何时两人评审；空 = 用附带的"
    )
    demand_answer_days: int = Field(default=5, ge=1, le=250, description="需求每一步的答复期限（工作日）")
    complaint_answer_days: int = Field(default=3, ge=1, le=250, description="投诉的答复期限（工作日）")
    talk_answer_days: int = Field(default=2, ge=1, le=250, description="没说完的对话，几个工作日后由协调员联系")
    reminder_days: int = Field(default=1, ge=1, le=250, description="到期前几个工作日提醒")
    escalation_days: int = Field(default=2, ge=1, le=250, description="逾期升级后，上一级的期限（工作日）")
    max_upload_bytes: int = Field(default=20 * 2**20, gt=0, description="上传文件的最大字节数")
    attachments_per_talk: int = Field(default=20, gt=0, le=150, description="一个对话最多交几个附件")
    attachment_seconds: float = Field(default=10.0, ge=1, le=120, description="读一个附件的最长秒数；到时就停")
    attachment_memory_mb: int = Field(default=512, ge=128, le=8192, description="读一个附件最多用的内存（MB）")

    pack_kept_years: int = Field(default=6, ge=1, le=100, description="终结材料包保存几年（来源文件没有规定）")
    followup_months: tuple[int, ...] = Field(
        default=(3, 6, 12), min_length=1, max_length=12, description="终结后第几个月问服务成效，JSON：[3,6,12]"
    )
    survey_link_days: int = Field(default=30, ge=1, le=366, description="问卷和成效链接的有效天数")
    complaint_close_days: int = Field(
        default=10, ge=1, le=250, description="投诉从受理到办结的期限（工作日），用于评价"
    )

    notice_url: str = Field(default="", description="通知送到哪个网址（webhook）；空 = 不送")
    notice_secret: SecretStr = Field(default=SecretStr(""), description="通知的签名密钥：24 到 64 个随机字节的 base64")
    notice_smtp: str = Field(default="", description="发通知邮件的服务器（主机:端口）；空 = 不发邮件")
    notice_sender: str = Field(default="", description="通知邮件的发件地址")
    notice_mail_to: str = Field(
        default="",
        description="各角色的收件地址，逗号分开：coordinator=…,host=…,association=…；缺的角色寄给 coordinator",
    )

    @field_validator("coordinators")
    @classmethod
    def _different_persons(cls, persons: tuple[Coordinator, ...]) -> tuple[Coordinator, ...]:
        ids, keys = {one.id for one in persons}, {one.key.get_secret_value() for one in persons}
        if len(ids) != len(persons) or len(keys) != len(persons):
            raise ValueError("two coordinators have the same id or the same key")
        if taken := ids & RESERVED:
            raise ValueError(f"this id is taken: {min(taken)}")
        return persons

    @cached_property
    def resolved_database_url(self) -> str:
        """The database address after the default is filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'docking.db'}"

    @property
    def knowledge_folders(self) -> tuple[Path, ...]:
        """Folders with trade files beside the shipped ones."""
        return () if self.knowledge_dir is None else (self.knowledge_dir,)

    @property
    def compiled_dir(self) -> Path:
        """Where compiled trade knowledge is kept for the next time."""
        return (self.cache_dir or self.data_dir / "cache") / "knowledge"

    @property
    def attachments_dir(self) -> Path:
        """Where the originals of attachments lie."""
        return self.data_dir / "attachments"

    @property
    def templates_dir(self) -> Path:
        """Where a site's or a centre's own templates of agreements lie."""
        return self.data_dir / "templates"

    @property
    def index_dir(self) -> Path:
        """Where snapshots of the index lie."""
        return self.data_dir / "index"


def read_settings(**overrides: object) -> Settings:
    """The settings from the environment; a wrong one is a ConfigurationError that names it."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except SettingsError:
        # A list that is no JSON; its text may hold keys and is not repeated.
        raise ConfigurationError(
            "setting_invalid", "设置 {setting} 不正确：{reason}", setting="DOCKING_COORDINATORS", reason="JSON"
        ) from None
    except ValidationError as fault:
        first = fault.errors()[0]
        name = "DOCKING_" + str(first["loc"][0]).upper()
        raise ConfigurationError(
            "setting_invalid", "设置 {setting} 不正确：{reason}", setting=name, reason=first["msg"]
        ) from fault
