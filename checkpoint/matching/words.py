"""What matching says of people and slots, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from checkpoint.wording import LANGUAGES

WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "area_community": ("服务本社区", "服務本社區", "serves in this community"),
    "area_street": ("服务本街道", "服務本街道", "serves in this street"),
    "area_district": ("服务本区", "服務本區", "serves in this district"),
    "area_wider": ("服务全市", "服務全市", "serves city-wide"),
    "area_unstated": ("未说明服务区域", "未說明服務區域", "says no area"),
    "intends": ("愿意任此岗位", "願意任此崗位", "named this post"),
    "any_post": ("任何岗位均可", "任何崗位均可", "takes any post"),
    "available": ("该时段可服务", "該時段可服務", "is available then"),
    "time_unstated": ("未说明服务时间", "未說明服務時間", "says no times"),
    "trained": ("培训合格且在有效期内", "培訓合格且在有效期內", "trained, and it holds that day"),
    "qualified": ("具备所需资格", "具備所需資格", "has the qualification"),
    "hours": ("当日已排 {} 分钟", "當日已排 {} 分鐘", "{} minutes booked that day"),
    "short_rest": ("休息不足", "休息不足", "little rest"),
    "long_day": ("当日时长偏长", "當日時長偏長", "a long day"),
    "uninsured": ("无有效保险", "無有效保險", "no valid insurance"),
    "already_there": ("已在本班次", "已在本班次", "on this shift already"),
    "other_area": ("服务区域不符", "服務區域不符", "serve elsewhere"),
    "other_intention": ("服务意向不符", "服務意向不符", "would not take this post"),
    "not_available": ("服务时间不符", "服務時間不符", "are not available then"),
    "general_missing": ("未参加通用培训", "未參加通用培訓", "have no general training"),
    "general_failed": ("通用培训不合格", "通用培訓不合格", "failed general training"),
    "general_expired": ("通用培训已过期", "通用培訓已過期", "have general training that is over"),
    "post_missing": ("未参加岗位培训", "未參加崗位培訓", "have no training for the post"),
    "post_failed": ("岗位培训不合格", "崗位培訓不合格", "failed the post's training"),
    "post_expired": ("岗位培训已过期", "崗位培訓已過期", "have post training that is over"),
    "qualification_missing": ("缺少所需资格", "缺少所需資格", "lack the qualification"),
    "minor_not_allowed": ("岗位不接受未成年人", "崗位不接受未成年人", "are under age for the post"),
    "no_consent": ("无监护人同意", "無監護人同意", "have no guardian's consent"),
    "booked": ("该时段已有排班", "該時段已有排班", "are on another shift then"),
    "hours_used": ("超出每日时长上限", "超出每日時長上限", "would serve too long that day"),
    "taken_elsewhere": ("已排到其他班次", "已排到其他班次", "were needed elsewhere that day"),
    "slot": ("{} {} 还需 {} 人，合适 {} 人", "{} {} 還需 {} 人，合適 {} 人", "{} {} wants {} more; {} fit"),
    "unfilled": ("{} {} 仍缺 {} 人：{}", "{} {} 仍缺 {} 人：{}", "{} {} still lacks {}: {}"),
    "count": ("{} {} 人", "{} {} 人", "{1} {0}"),
    "against": ("未推荐：{}", "未推薦：{}", "not suggested: {}"),
    "filled": (
        "{} 个班次共需 {} 人，排上 {} 人，{} 个班次未满",
        "{} 個班次共需 {} 人，排上 {} 人，{} 個班次未滿",
        "{} shifts wanted {}; {} assigned, {} shifts not full",
    ),
    "nobody": ("储备库为空", "儲備庫為空", "the pool is empty"),
}


def say(code: str, language: str, *values: object) -> str:
    """The words for a code in a language of LANGUAGES, with these values in them."""
    return WORDS[code][LANGUAGES.index(language)].format(*values)


def listed(parts: list[str], language: str) -> str:
    """Several, in one sentence."""
    return (", " if language == "en" else "，").join(parts)


def counts(against: Mapping[Any, int], language: str) -> str:
    """How many by why, the most first. against: code -> how many."""
    ordered = sorted(against.items(), key=lambda pair: (-pair[1], pair[0]))
    said = [say("count", language, say(code, language), count) for code, count in ordered if count]
    return listed(said, language) if said else say("nobody", language)
