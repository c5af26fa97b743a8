"""Bytes become the right characters, whatever encoding a table was saved in."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reading.encoding import find_encoding
from data.reading.read import read_head, read_table

WESTERN = ["Crème brûlée très bonne", "größer als überall", "¿Qué tal? Mañana", "smørrebrød på torvet", "naïve façade"]
CENTRAL = ["Příliš žluťoučký kůň", "Bardzo dobry żółw śpi", "šťastný člověk žije", "gęś już siedzi w łódce"]
CYRILLIC = ["Очень хороший фильм", "Плохая еда и холодный чай", "Приятный вечер у друзей", "Никому не советую"]


def _write(path: Path, texts: list[str], encoding: str) -> Path:
    rows = [f"{text} {place},{'ab'[place % 2]}\n" for place, text in enumerate(texts * 10)]
    path.write_bytes(("text,label\n" + "".join(rows)).encode(encoding))
    return path


@pytest.mark.parametrize(
    ("texts", "encoding"),
    [
        (WESTERN, "utf-8"),
        (WESTERN, "utf-8-sig"),
        (WESTERN, "utf-16"),
        (WESTERN, "utf-16-le"),
        (WESTERN, "utf-16-be"),
        (WESTERN, "utf-32"),
        (WESTERN, "latin-1"),
        ([*WESTERN, "it costs 5 € – “cheap”"], "cp1252"),
        (CENTRAL, "cp1250"),
        (CYRILLIC, "cp1251"),
        (CYRILLIC, "utf-8"),
        (["这部电影非常好看", "食物很糟糕不推荐"], "gbk"),
    ],
)
def test_a_table_in_any_usual_encoding_reads_as_it_was_written(texts: list[str], encoding: str, tmp_path: Path) -> None:
    """No accent is lost, and no mark of the encoding sticks to the first column's name."""
    frame = read_table(_write(tmp_path / "t.csv", texts, encoding)).frame
    assert frame.columns.to_list() == ["text", "label"]
    assert {text.rsplit(" ", 1)[0] for text in frame["text"]} == set(texts)


SENTENCES = {
    "Turkish": ["Ürün çok güzel ama kargo geç geldi", "Işıkları yanmıyor, değiştirmek zorunda kaldım", "Şikâyet ettim"],
    "Polish": ["Przesyłka przyszła za późno i była uszkodzona", "Nie jestem zadowolony, źle działa", "Świetna jakość"],
    "Czech": ["Výrobek je velmi dobrý, doporučuji všem", "Zásilka přišla pozdě a byla poškozená", "Špatně funguje"],
    "Hungarian": ["A csomag későn érkezett és sérült volt", "Nem vagyok elégedett, rosszul működik", "Kiváló minőség"],
    "Greek": ["Το προϊόν είναι πολύ καλό", "Το δέμα έφτασε αργά και ήταν κατεστραμμένο", "Η οθόνη κολλάει"],
    "Russian": ["Товар очень хороший, всем советую", "Посылка пришла поздно", "Батарея держит мало, экран зависает"],
    "Lithuanian": ["Prekė labai gera, rekomenduoju visiems", "Siunta atėjo vėlai ir buvo pažeista", "Puiki kokybė"],
    "Icelandic": ["Varan er mjög góð, ég mæli með henni", "Ég er ekki ánægður, þetta virkar illa", "Frábær gæði"],
    "Japanese": ["商品はとても良いです", "荷物が遅れて届き、壊れていました", "電池の持ちが悪く、画面が固まります"],
    "French": ["Le colis est arrivé tard et était abîmé", "Qualité supérieure, reçu même plus tôt que prévu"],
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("Turkish", "cp1254"),
        ("Turkish", "iso8859_9"),
        ("Polish", "cp1250"),
        ("Polish", "iso8859_2"),
        ("Czech", "cp1250"),
        ("Czech", "iso8859_2"),
        ("Hungarian", "cp1250"),
        ("Greek", "cp1253"),
        ("Greek", "iso8859_7"),
        ("Russian", "koi8_r"),
        ("Russian", "cp866"),
        ("Lithuanian", "cp1257"),
        ("Icelandic", "cp1252"),
        ("Japanese", "shift_jis"),
        ("Japanese", "euc_jp"),
        ("Japanese", "iso2022_jp"),
        ("French", "mac_roman"),
    ],
)
def test_sentences_of_many_languages_in_the_encodings_of_their_programs(
    language: str, encoding: str, tmp_path: Path
) -> None:
    """No letter is taken for another one, and a table that is not UTF-8 says as what it was read."""
    texts = [text.replace(",", "") for text in SENTENCES[language]]
    read = read_table(_write(tmp_path / "t.csv", texts, encoding))
    assert {text.rsplit(" ", 1)[0] for text in read.frame["text"]} == set(texts)
    assert [remark.split(";")[0] for remark in read.format.remarks] == ["The file is not UTF-8"]


def test_one_stray_byte_does_not_spoil_a_utf8_file(tmp_path: Path) -> None:
    """In a file that is otherwise UTF-8 a single Western byte is read as such, and nothing else changes."""
    good, stray = "größe naïve 東京,a\n".encode() * 200, b"caf\xe9 noir,b\n"
    for place, content in enumerate((stray + good, good + stray + good)):
        path = tmp_path / f"{place}.csv"
        path.write_bytes(b"text,label\n" + content)
        frame = read_table(path).frame
        assert set(frame["text"]) == {"größe naïve 東京", "café noir"}


def test_an_accent_far_behind_the_beginning_is_not_missed(tmp_path: Path) -> None:
    """The encoding is judged from all over a plain file, not from its first part alone."""
    path = tmp_path / "t.csv"
    plain = b"plain words only,a\n"
    path.write_bytes(b"text,label\n" + plain * 60_000 + "größer überall,b\n".encode("cp1252") * 20_000)
    assert "größer überall" in set(read_table(path, columns=["text"]).frame["text"])


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30), min_size=1))
def test_utf8_is_always_taken_for_utf8(lines: list[str]) -> None:
    """Whatever characters a UTF-8 file holds, and wherever a block of it was cut, it is read as UTF-8."""
    content = "\n".join(lines).encode()
    blocks = [content[: len(content) // 2], content[len(content) // 2 :]]
    if not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        assert find_encoding([blocks[0] or b"x", blocks[1]], "t.csv") == "utf-8"


def test_half_a_surrogate_in_json_does_not_stop_reading(tmp_path: Path) -> None:
    """An emoji cut in two by another program becomes a replacement mark, and its row is kept."""
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "cut \\ud83d here", "label": "a"}\n{"text": "whole \\ud83d\\ude00", "label": "b"}\n')
    assert read_head(path).frame["text"].to_list() == ["cut \ufffd here", "whole 😀"]
