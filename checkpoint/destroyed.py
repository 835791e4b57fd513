"""The certificate of destruction (销毁证明) as text to print, in three languages; signing it is central's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from checkpoint.wording import LANGUAGES

_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "title": ("个人信息销毁证明", "個人資訊銷毀證明", "Certificate of destruction"),
    "site": ("场所", "場所", "Site"),
    "until": ("销毁截至(含当日)", "銷毀截至(含當日)", "Destroyed up to and including"),
    "classes": ("类别", "類別", "Kinds"),
    "reason": ("事由", "事由", "Reason"),
    "approved": ("批准人", "批准人", "Approved by"),
    "at": ("销毁时刻(UTC)", "銷毀時刻(UTC)", "Destroyed at (UTC)"),
    "destroyed": ("销毁记录内容(条)", "銷毀記錄內容(條)", "Contents of entries destroyed"),
    "texts": ("销毁未受理原文(条)", "銷毀未受理原文(條)", "Texts kept aside destroyed"),
    "kept": ("因法定保留未销毁(条)", "因法定保留未銷毀(條)", "Kept under legal hold"),
    "figures": ("每日汇总数字保留", "每日彙總數字保留", "Daily figures kept"),
    "journals": ("范围", "範圍", "Ranges"),
    "chains": ("链头(销毁后仍可校验)", "鏈頭(銷毀後仍可校驗)", "Chain heads (they verify still)"),
    "signature": ("中心签名(Ed25519)", "中心簽名(Ed25519)", "Central's signature (Ed25519)"),
    "passages": ("通行记录", "通行記錄", "passages"),
    "sampling": ("采样人员记录", "採樣人員記錄", "persons in tubes"),
    "supplies": ("物资记录", "物資記錄", "supplies"),
    "service": ("志愿服务记录", "志願服務記錄", "volunteers' service"),
    "yes": ("是", "是", "yes"),
    "no": ("否", "否", "no"),
}


def as_text(certificate: Mapping[str, Any], language: str) -> str:
    """The certificate, one fact a line."""
    words = {name: said[LANGUAGES.index(language)] for name, said in _WORDS.items()}
    facts = {
        "site": f"{certificate['site_name']} ({certificate['site']})",
        "until": certificate["until"],
        "classes": ", ".join(words[name] for name in certificate["classes"]),
        "reason": certificate["reason"],
        "approved": ", ".join(certificate["approved_by"]),
        "at": certificate["destroyed_at"],
        "destroyed": certificate["destroyed"],
        "texts": certificate["texts"],
        "kept": certificate["kept_by_holds"],
        "figures": words["yes" if certificate["figures_kept"] else "no"],
    }
    lines = [words["title"], "", *(f"{words[name]}: {said}" for name, said in facts.items()), "", words["journals"]]
    for one in certificate["journals"]:
        lines.append(
            f"  {one['station']} {one['epoch']} {one['kind']}: {one['entries']} ({one['first']}-{one['last']})"
        )
    lines += ["", words["chains"]]
    for one in certificate["chains"]:
        lines.append(f"  {one['name']} {one['station']} {one['epoch']} {one['seq']}: {one['hash']}")
    return "\n".join([*lines, "", f"{words['signature']}: {certificate['signature']}", ""])
