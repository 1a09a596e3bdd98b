"""A text is read alike whatever its script, its width and its slips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.exchange.glosses import load_glossary
from dafeng.exchange.reader import Reader
from dafeng.exchange.reading import chinese_share, normalised, sentences
from dafeng.exchange.spelling import corrected
from dafeng.exchange.usual_names import in_usual_names
from dafeng.exchange.words import pairs, stems


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("餘熱回收與乾濕交替灌溉", "余热回收与干湿交替灌溉"),
        ("ＶＯＣｓ　治理１０万㎥／ｈ", "VOCs 治理10万m3/h"),
        ("热 泵\u200b干燥", "热泵干燥"),
        ("  heat\n\tpump ", "heat pump"),
    ],
)
def test_script_width_and_unseen_signs_do_not_matter(written: str, read: str) -> None:
    assert normalised(written) == read


@given(st.text(max_size=60))
def test_a_normalised_text_stays_as_it_is(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


def test_share_of_chinese_runs_from_none_to_all() -> None:
    assert chinese_share("waste heat") == 0.0
    assert chinese_share("余热") == 1.0
    assert 0 < chinese_share("余热 recovery") < 1
    assert chinese_share("12 %") == 0.0


def test_sentences_keep_numbers_whole() -> None:
    assert sentences("COP 2.4 is met. 余热回收。两台机组；备用。") == (
        "COP 2.4 is met.",
        "余热回收。",
        "两台机组；",
        "备用。",
    )


def test_words_are_stems_and_pairs_of_characters() -> None:
    assert stems("We recover the recovered heat") == ("recov", "recov", "heat")
    assert pairs("余热的回收") == ("余热", "回收")


def test_glosses_say_a_chinese_word_in_english() -> None:
    glossary = load_glossary()
    assert glossary.words("废水处理") == ("废水", "处理")
    meant = dict(glossary.meaning("废水"))
    assert {"wast", "water"} & set(meant) or "wastewat" in meant
    assert sum(meant.values()) < 4
    assert glossary.meaning("的") == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("waste haet recoverry", "waste haet recovery"),  # four letters have too many neighbours
        ("Compresed air", "Compressed air"),
        ("催化藉需更换", "催化剂需更换"),
    ],
)
def test_slips_are_read_as_what_was_meant(plain: Reader, written: str, read: str) -> None:
    assert corrected(written, plain.speller.corrections(written)) == read


@pytest.mark.parametrize(
    "text",
    [
        "Colour sorting of fibres, dimming of lamps, sourcing and deconstruction",
        "稻田甲烷减排与节水灌溉核算",
        "ORC, VPP and MVR at Tongxiang",
    ],
)
def test_what_is_written_right_is_left_alone(plain: Reader, text: str) -> None:
    assert plain.speller.corrections(text) == ()


def test_a_mixed_text_reads_like_the_pure_one(plain: Reader) -> None:
    thesaurus = plain.thesaurus
    pure = in_usual_names("寻求余热回收和热泵用于印染企业", thesaurus)
    mixed = in_usual_names("寻求waste heat recovery和heat pump用于印染企业", thesaurus)
    assert pure == mixed
    assert in_usual_names("no term of any field", thesaurus) == "no term of any field"


@pytest.mark.parametrize(
    ("text", "slip", "read"),
    [
        ("绿电采购与证书吱询", "吱", "咨"),
        ("a dary that makes milk powder", "dary", "dairy"),
        ("the taxts wait in long queues", "taxts", "taxis"),
    ],
)
def test_pairs_short_words_and_plurals_are_read_right(
    plain: Reader, text: str, slip: str, read: str
) -> None:
    assert [(c.written, c.read) for c in plain.speller.corrections(text)] == [(slip, read)]


@pytest.mark.parametrize(
    "text", ["隧道式燃煤热风炉", "磷酸铁锂储能舱", "精炼剂铝液", "Tea and rye"]
)
def test_characters_and_words_that_stand_alone_are_no_slips(plain: Reader, text: str) -> None:
    assert plain.speller.corrections(text) == ()
