"""Small made tables in several languages and scripts: each text has one word that tells its class, among plain ones."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Language:
    """Words that tell the class, by label; plain words; what stands between two words, and at the end."""

    telling: Mapping[str, tuple[str, ...]]
    plain: tuple[str, ...]
    between: str = " "
    end: str = "."

    def text(self, label: str, chance: random.Random) -> str:
        """A text of this class."""
        words = chance.sample(self.plain, 5)
        words.insert(chance.randrange(len(words) + 1), chance.choice(self.telling[label]))
        return self.between.join(words) + self.end


LANGUAGES = {
    "German": Language(
        {
            "großartig": ("köstlich", "wunderschön", "Überraschungserfolg", "preisgünstig", "süß"),
            "dürftig": ("scheußlich", "Unverschämtheit", "Wartezeitenkatastrophe", "übelriechend", "öde"),
        },
        (
            *("der", "Straßenbahnfahrer", "für", "Größe", "heute", "Frühstücksbüfett", "und", "Schlüssel", "während"),
            *("Donaudampfschifffahrt", "immer", "Gäste", "über", "weiß", "Tür", "mit", "Zimmernummer", "Fußgängerzone"),
        ),
    ),
    "Chinese": Language(
        {"好评": ("非常满意", "美味", "热情周到", "物超所值"), "差评": ("太失望", "难吃", "态度恶劣", "上当受骗")},
        (
            *(
                "今天",
                "我们",
                "餐厅",
                "服务员",
                "这家",
                "朋友",
                "下午",
                "房间",
                "价格",
                "北京",
                "牛肉面",
                "一起",
                "周末",
            ),
            *("快递", "手机", "颜色", "昨天", "咖啡", "酒店"),
        ),
        between="",
        end="。",
    ),
    "Japanese": Language(
        {
            "良い": ("素晴らしい", "おいしかった", "大満足", "ありがとう"),
            "悪い": ("がっかりした", "まずかった", "最悪", "ひどい"),
        },
        (
            *(
                "今日は",
                "店員さん",
                "コーヒーを",
                "東京駅で",
                "友達と",
                "ラーメン屋",
                "ホテルの",
                "部屋が",
                "料理",
                "去年",
            ),
            *("電車に", "荷物", "朝ごはん", "スマホ", "値段は", "窓から", "ゆっくり"),
        ),
        between="",
        end="。",
    ),
    "Arabic": Language(
        {
            "إيجابي": ("رَائِعٌ", "لذيذ", "مُمتاز", "جميلة"),
            "سلبي": ("سَيِّئٌ", "مُخيِّب", "رديء", "قذرة"),
        },
        (
            *("الغُرفة", "في", "الفندق", "اليوم", "مع", "أصدقائي", "القهوة", "كان", "الطعام", "هذا", "المطعم", "جدًّا"),
            *("السِّعر", "الخدمة", "من", "الصباح", "بيروت"),
        ),
        end=" ؟",
    ),
    "emoji": Language(
        {"👍🏽": ("😍", "🎉", "yay", "❤️"), "👎": ("😡", "💔", "meh", "🤮")},
        (
            *("☕️", "🚌", "👨‍👩‍👧", "🌧️", "pizza", "🍕", "#monday", "🏳️‍🌈", "naïve", "🇯🇵", "lunch", "🕐", "work", "🐈‍⬛"),
            *("📱", "again", "👩🏿‍🚀"),
        ),
        end=" !",
    ),
}


def made_table(rows_of_label: int, seed: int) -> pd.DataFrame:
    """All languages in one table, in random order: columns text, label, language."""
    chance = random.Random(seed)
    rows = [
        (language.text(label, chance), label, name)
        for name, language in LANGUAGES.items()
        for label in language.telling
        for _ in range(rows_of_label)
    ]
    chance.shuffle(rows)
    return pd.DataFrame(rows, columns=["text", "label", "language"])
