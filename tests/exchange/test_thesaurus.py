"""The thesaurus hangs together, and finds in a text what the text names."""

from __future__ import annotations

import csv
import doctest
import itertools
import re
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.errors import UnknownNameError
from dafeng.exchange.problems import Problem
from dafeng.exchange.thesaurus import FIELDS, Concept, load_thesaurus
from dafeng.reference import measures, sectors

ROOT = Path(__file__).resolve().parents[2]
KINDS = {
    "equipment",
    "field",
    "instrument",
    "pollutant",
    "practice",
    "problem",
    "resource",
    "sector",
    "service",
    "standard",
    "technology",
}
HAN = re.compile(r"[\u4e00-\u9fff]")

THESAURUS = load_thesaurus()
CONCEPTS = tuple(THESAURUS.concepts.values())


def table(name: str) -> list[dict[str, str]]:
    path = files("dafeng.exchange") / "concepts" / f"{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


AMBIGUOUS = table("ambiguous")
UNCLEAR = {row["surface"] for row in AMBIGUOUS}


def named(text: str) -> set[str]:
    return {mention.concept for mention in THESAURUS.mentions(text)}


def below(concept: str) -> set[str]:
    found: set[str] = set()
    waiting = [concept]
    while waiting:
        new = set(THESAURUS.narrower(waiting.pop())) - found
        found |= new
        waiting += new
    return found


# --- the data hang together


def test_there_are_enough_concepts_in_every_field() -> None:
    assert len(CONCEPTS) >= 1000
    assert len(THESAURUS.fields) == len(FIELDS)
    assert not [field for field in THESAURUS.fields if len(below(field)) < 20]


def test_no_id_stands_twice_and_each_says_what_it_is_in_english() -> None:
    ids = [row["id"] for name in FIELDS for row in table(name)]
    assert len(ids) == len(set(ids)) == len(CONCEPTS)
    assert not [i for i in ids if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", i)]


def test_every_concept_leads_up_to_a_field_and_never_back_to_itself() -> None:
    for concept in CONCEPTS:
        above = THESAURUS.ancestors(concept.id)
        assert concept.id not in above
        assert concept.id in THESAURUS.fields or set(above) & set(THESAURUS.fields)
        assert (concept.kind == "field") == (not concept.broader)


def test_narrower_is_the_reverse_of_broader() -> None:
    for concept in CONCEPTS:
        assert all(concept.id in THESAURUS.narrower(above) for above in concept.broader)
        assert all(
            concept.id in THESAURUS[child].broader for child in THESAURUS.narrower(concept.id)
        )


def test_ancestors_come_nearest_first() -> None:
    assert THESAURUS.ancestors("high_temperature_heat_pump") == (
        "industrial_heat_pump",
        "heat_pump",
        "energy_efficiency",
    )


def test_everything_referred_to_exists() -> None:
    for concept in CONCEPTS:
        assert {*concept.broader, *concept.related} <= set(THESAURUS.concepts), concept.id
        assert concept.id not in concept.related
        assert set(concept.measures) <= set(measures()), concept.id
        assert all(sector in sectors() for sector in concept.sectors), concept.id
        assert concept.kind in KINDS, concept.id
        assert concept.licence, concept.id


def test_every_measure_of_the_library_is_linked() -> None:
    linked = {measure for concept in CONCEPTS for measure in concept.measures}
    assert set(measures()) == linked


def test_sectors_come_from_the_concept_above_if_the_row_names_none() -> None:
    assert THESAURUS["organic_rankine_cycle"].sectors == ("manufacturing",)
    assert THESAURUS["hydrogen_based_direct_reduction"].sectors == ("steel",)
    assert THESAURUS["artificial_intelligence"].sectors == ()


def test_wordings_stand_in_the_column_of_their_language() -> None:
    for concept in CONCEPTS:
        chinese = (concept.label.zh, *concept.synonyms_zh)
        english = (concept.label.en, *concept.synonyms_en)
        assert not [wording for wording in chinese if not HAN.search(wording)], concept.id
        assert not [wording for wording in english if HAN.search(wording)], concept.id
        assert not [w for w in (*chinese, *english) if w != w.strip() or not w], concept.id


def test_no_label_is_shared() -> None:
    chinese = [concept.label.zh for concept in CONCEPTS]
    english = [concept.label.en.casefold() for concept in CONCEPTS]
    assert len(chinese) == len(set(chinese))
    assert len(english) == len(set(english))
    assert not {*chinese, *english} & UNCLEAR


@pytest.mark.parametrize("field", THESAURUS.fields)
def test_each_wording_alone_means_its_concept_or_is_declared_ambiguous(field: str) -> None:
    lost = [
        (concept, wording)
        for concept in (field, *below(field))
        for wording in THESAURUS[concept].surfaces
        if wording not in UNCLEAR and named(wording) != {concept}
    ]
    assert not lost


def test_ambiguous_wordings_belong_to_their_concepts_and_have_cues_where_several_share_one() -> (
    None
):
    for row in AMBIGUOUS:
        if row["concept"]:
            assert row["surface"] in THESAURUS[row["concept"]].surfaces, row
    for wording in UNCLEAR:
        senses = [row for row in AMBIGUOUS if row["surface"] == wording]
        without = [row for row in senses if not row["cues"] and row["exact"] != "yes"]
        assert len(without) <= 1, wording


def test_a_concept_that_is_not_there_is_an_error_in_both_languages() -> None:
    with pytest.raises(UnknownNameError) as error:
        THESAURUS.narrower("perpetual_motion")
    assert "perpetual_motion" in error.value.text.zh
    assert "perpetual_motion" in error.value.text.en


# --- what a text names


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("我市拟建热电联产和屋顶光伏", {"combined_heat_and_power", "rooftop_photovoltaics"}),
        ("rooftop PVs beside CHP plants", {"rooftop_photovoltaics", "combined_heat_and_power"}),
        ("MVR蒸发 and heat-pump drying", {"mechanical_vapour_recompression", "heat_pump_drying"}),
        ("机械蒸汽再压缩（MVR）", {"mechanical_vapour_recompression"}),
        ("Aluminum smelter with vapor recompression", {"primary_aluminium"}),
        ("electrolyzers and electrolysers", {"electrolyser"}),
        ("waste heat pump", {"waste_heat_use", "heat_pump"}),
        ("“光储直柔”建筑", {"pedf_building"}),
        ("离岸风电与太阳光电", {"offshore_wind_power", "photovoltaics"}),
        ("公司开展温室气体盘查", {"carbon_accounting"}),
        ("捕集ＣＯ２", {"carbon_dioxide"}),
        ("ISO50001 certificate", {"iso_50001"}),
        ("the town's waste-to-energy plants", {"waste_to_energy"}),
        ("", set()),
    ],
)
def test_a_text_names_its_concepts(text: str, concepts: set[str]) -> None:
    assert concepts <= named(text)


def test_the_longest_wording_counts_and_none_within_it() -> None:
    assert named("水泥窑余热发电") == {"waste_heat_power_of_cement_kilns"}
    assert named("hydrogen fuel cell bus") == {"fuel_cell", "hydrogen_bus"}
    assert named("dyeing wastewater heat") == {"textile_wastewater_treatment"}


@pytest.mark.parametrize(
    ("text", "not_meant"),
    [
        ("海水电解制氢", "hydropower"),
        ("推动创新能源服务模式", "new_energy"),
        ("更新能源管理系统", "new_energy"),
        ("提升电网调节能力", "energy_efficiency"),
        ("提高减排水平", "drainage"),
        ("优化工艺流程", "petrochemicals_and_chemicals"),
        ("数字化工厂", "petrochemicals_and_chemicals"),
        ("提供水质数据", "water_supply"),
        ("生物流化床", "logistics"),
        ("仓储能力", "energy_storage"),
        ("a team led by the university", "led_lighting"),
        ("its own data", "intelligent_transport"),
        ("transportation", "seaport"),
        ("a USB port", "seaport"),
        ("coaling station", "coal"),
    ],
)
def test_nothing_is_read_across_the_border_of_words(text: str, not_meant: str) -> None:
    assert not_meant not in named(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("ORC unit for power from low-grade heat", "organic_rankine_cycle"),
        ("BMS of a battery container", "battery_management_system"),
        ("BMS of an office building with chillers", "building_automation"),
        ("采用EPC总承包方式建设", "turnkey_contracting"),
        ("EPC with guaranteed savings by an ESCO", "energy_performance_contracting"),
        ("GIS map of roofs", "geographic_information_system"),
        ("AD of manure", "anaerobic_digestion"),
        ("SMR with carbon capture for hydrogen", "blue_hydrogen"),
        ("LEDs in the hall", "led_lighting"),
        ("leak detection in the drinking water network", "water_leakage_control"),
    ],
)
def test_an_ambiguous_wording_means_what_the_text_says(text: str, concept: str) -> None:
    assert concept in named(text)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("an ORC was measured", {"organic_rankine_cycle"}),
        ("the BMS", {"battery_management_system", "building_automation"}),
        ("GIS switchgear 110 kV", {"geographic_information_system"}),
        ("EMC electromagnetic test", {"energy_performance_contracting"}),
        ("ad hoc group on biogas", {"anaerobic_digestion"}),
    ],
)
def test_an_ambiguous_wording_is_not_guessed(text: str, concepts: set[str]) -> None:
    assert not named(text) & concepts


def test_a_mention_says_where_it_stands() -> None:
    text = "改造：余热发电, then heat\npumps."
    first, second = THESAURUS.mentions(text)
    assert (first.concept, first.surface, first.start) == ("waste_heat_to_power", "余热发电", 3)
    assert (second.concept, second.surface) == ("heat_pump", "heat\npumps")


# --- laws

WORDINGS = st.sampled_from([w for c in CONCEPTS for w in c.surfaces])
LABELS = st.sampled_from(CONCEPTS)
GLUE = st.sampled_from(["", " ", "，", ". ", "的", "for ", "\n", "（", "“"])
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.tuples(WORDINGS, GLUE), max_size=12).map(lambda p: "".join(a + b for a, b in p)),
)


@given(TEXTS)
def test_mentions_lie_in_the_text_in_its_order_and_none_within_another(text: str) -> None:
    found = THESAURUS.mentions(text)
    assert all(text[m.start : m.end] == m.surface and m.start < m.end for m in found)
    for one, other in itertools.pairwise(found):
        assert one.start < other.start
        assert one.end < other.end


@given(
    LABELS, st.sampled_from(["我市需要{}。", "We look for {}, please.", "{}", "（{}）", "a\n{}\nb"])
)
def test_a_text_with_a_label_names_the_concept(concept: Concept, frame: str) -> None:
    assert concept.id in named(frame.format(concept.label.zh))
    assert concept.id in named(frame.format(concept.label.en))


@given(LABELS)
def test_capitals_full_width_and_hyphens_change_nothing(concept: Concept) -> None:
    label = concept.label.en
    wide = "".join(chr(ord(c) + 0xFEE0) if "A" <= c.upper() <= "Z" else c for c in label)
    for written in (label.lower(), wide, label.replace(" ", "-"), label.replace(" ", "  ")):
        assert named(written) == {concept.id}


@given(LABELS, LABELS)
def test_what_one_sentence_names_is_named_in_both(one: Concept, other: Concept) -> None:
    assert {one.id, other.id} <= named(f"{one.label.zh}；{other.label.en}")


# --- problems


def test_problems_lead_to_concepts_and_measures_that_exist() -> None:
    assert len(THESAURUS.problem_table) >= 80
    assert len({p.id for p in THESAURUS.problem_table}) == len(THESAURUS.problem_table)
    for problem in THESAURUS.problem_table:
        assert problem.concepts, problem.id
        assert set(problem.concepts) <= set(THESAURUS.concepts), problem.id
        assert set(problem.measures) <= set(measures()), problem.id
        assert HAN.search(problem.statement.zh), problem.id
        assert not HAN.search(problem.statement.en), problem.id


def test_problems_lead_to_every_field_but_policy() -> None:
    answered = {
        above
        for problem in THESAURUS.problem_table
        for concept in problem.concepts
        for above in (concept, *THESAURUS.ancestors(concept))
    }
    assert set(THESAURUS.fields) <= answered


@pytest.mark.parametrize("problem", THESAURUS.problem_table, ids=lambda p: p.id)
def test_a_problem_is_recognised_first_in_its_own_words(problem: Problem) -> None:
    for text in (problem.statement.zh, problem.statement.en):
        assert THESAURUS.problems(text)[0].problem == problem


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("我们染整车间每天有六十度的热水排进污水管，太可惜", "heat_recovery_from_wastewater"),
        ("冬天小区里有的住户热得开窗，有的冻得要命", "hydraulic_balancing"),
        ("煤改气以后运行费用太高，想换别的供热方式", "industrial_heat_pump"),
        ("码头停靠的货轮一直冒黑烟", "shore_power"),
        ("我们县每年秋天秸秆焚烧屡禁不止", "straw_utilisation"),
        ("市里各部门数据不通，算不出碳排放总量", "greenhouse_gas_inventory"),
        ("our landfill stinks", "landfill_gas_utilisation"),
        ("The utility loses 35 % of its drinking water on the way", "water_leakage_control"),
        ("fleet of 40 tipper trucks burning diesel", "electric_heavy_truck"),
        ("Cold rooms in our fish market use too much electricity", "cold_store"),
        ("Heavy rain floods the old town every summer", "sponge_city"),
        ("Our wind farm is told to stop turning on windy nights", "energy_storage"),
        ("我们想种低碳大米，怎么减少田里的甲烷", "alternate_wetting_and_drying"),
        ("节能公司说省了三成，我们账单上看不出来", "measurement_and_verification"),
        ("Customers in Germany ask for CO2 figures of each product", "product_carbon_footprint"),
    ],
)
def test_a_problem_is_recognised_in_other_words(text: str, concept: str) -> None:
    answers = {c for found in THESAURUS.problems(text)[:2] for c in found.problem.concepts}
    assert concept in answers


@pytest.mark.parametrize("text", ["", "本次会议讨论了下一年的安排。", "The choir meets on Friday."])
def test_a_text_without_a_problem_has_none(text: str) -> None:
    assert THESAURUS.problems(text) == ()


def test_a_recognised_problem_says_by_which_words() -> None:
    (found,) = THESAURUS.problems("our dyehouse throws away hot water")[:1]
    assert found.problem.id == "dyehouse_hot_water"
    assert {"dye*", "hot water"} <= set(found.words)
    assert found.weight > 0


# --- speed, in processor time of one thread


def seconds(action: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        start = time.process_time()
        action()
        spent.append(time.process_time() - start)
    return min(spent)


def test_loading_takes_at_most_a_tenth_of_a_second() -> None:
    assert seconds(load_thesaurus.__wrapped__, 5) <= 0.1


def test_a_text_of_2000_characters_is_read_in_10_milliseconds() -> None:
    zh = "".join(f"我市拟推进{c.label.zh}，请有经验的单位报方案。" for c in CONCEPTS)[:2000]
    en = " ".join(f"We plan {c.label.en} and ask for offers." for c in CONCEPTS)[:2000]
    assert seconds(lambda: THESAURUS.mentions(zh), 5) <= 0.010
    assert seconds(lambda: THESAURUS.mentions(en), 5) <= 0.010


# --- the manual


@pytest.mark.parametrize("page", ["docs/thesaurus.md", "docs/zh/thesaurus.md"])
def test_the_manual_counts_right(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    counted = dict(re.findall(r"^\| `(\w+)` \|[^|]+\| (\d+) \|", text, re.MULTILINE))
    assert counted == {field: str(len(below(field)) + 1) for field in THESAURUS.fields}
    assert f"{len(CONCEPTS):,}" in text
    assert f"{len(THESAURUS.problem_table)}" in text


@pytest.mark.parametrize("page", ["docs/thesaurus.md", "docs/zh/thesaurus.md"])
def test_the_manual_shows_what_python_prints(page: str) -> None:
    done = doctest.testfile(str(ROOT / page), module_relative=False, encoding="utf-8")
    assert done.attempted > 0
    assert done.failed == 0


@pytest.mark.parametrize(
    ("concept", "general"),
    [
        ("sinter_waste_heat_recovery", "waste_heat_to_power"),
        ("coke_dry_quenching", "waste_heat_to_power"),
        ("slag_heat_recovery", "waste_heat_recovery"),
        ("heat_recovery_from_dyeing_wastewater", "waste_heat_recovery"),
        ("sludge_drying", "drying"),
        ("alternative_fuels_in_cement_kilns", "alternative_fuels"),
        ("industrial_waste_heat_for_district_heating", "district_heating"),
    ],
)
def test_a_technology_lies_below_the_general_one_that_its_name_holds(
    concept: str, general: str
) -> None:
    assert general in THESAURUS.ancestors(concept)


@pytest.mark.parametrize(
    ("text", "problem", "heard"),
    [
        ("上下班时市中心堵得厉害，二氧化氮年年超标", "traffic_fumes", True),
        ("The library is freezing in January and nothing is insulated", "offices_cold_hot", True),
        ("水泥厂想用废弃物代替煤", "cement_kiln_fuel", True),
        ("拆迁的砖瓦混凝土和垃圾乱倒", "people_do_not_sort", False),
        ("Congestion charging for the old town", "parcel_vans", False),
        ("想引进氢燃料电池重卡", "find_foreign_partner", False),
        ("Zero-emission trucks for our steel works", "steel_too_much_coal", False),
    ],
)
def test_problems_are_heard_where_they_are_stated_alone(
    text: str, problem: str, heard: bool
) -> None:
    assert (problem in {one.problem.id for one in THESAURUS.problems(text)}) is heard


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("路口堵车，尾气很重", "vehicle_exhaust_control"),
        ("焦化厂尾气", "flue_gas"),
        ("Freezing of meat in our plant", "industrial_refrigeration"),
        ("A town hall that is freezing in winter", None),
        ("Congestion caused by cars", "transport_demand_management"),
    ],
)
def test_what_stands_beside_a_word_tells_what_it_means(text: str, concept: str | None) -> None:
    named = {m.concept for m in THESAURUS.mentions(text.lower())}
    wanted = {"vehicle_exhaust_control", "flue_gas", "industrial_refrigeration",
              "transport_demand_management"} & named  # fmt: skip
    assert wanted == ({concept} if concept else set())
